import { expect, it } from 'vitest'
import { explainPlans, hotQueries } from '../../bench/explain-plans.js'
import { fillDatabase } from '../../bench/made-database.js'
import { openDatabase } from '../../src/store/database.js'
import { noon } from '../support/articles.js'
import { emptyDatabase } from '../support/database.js'

/** What is chosen at full size is seen with `npm run bench -- explain`. */
const size = { servers: 500, sources: 1000, articles: 10_000, topics: 1000, ledger: 30_000 }

it('asks nothing of PostgreSQL that needs every row of a table', async () => {
  const location = await emptyDatabase('postgres')
  const { db, close } = await openDatabase(location)
  try {
    await fillDatabase(location.url, size, noon)
    const plans = await explainPlans(db, { now: noon, asIfLarge: true })
    expect(new Set(plans.map(({ name }) => name))).toEqual(new Set(Object.keys(hotQueries)))
    const scanning = plans.filter(({ scanned }) => scanned.length > 0)
    expect(scanning.map(({ name, scanned }) => `${name}: ${scanned.join()}`)).toEqual([])
  } finally {
    await close()
  }
})
