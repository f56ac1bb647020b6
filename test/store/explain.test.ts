import { describe, expect, it } from 'vitest'
import { explainPlans, hotQueries } from '../../bench/explain-plans.js'
import { fillDatabase } from '../../bench/made-database.js'
import { openDatabase } from '../../src/store/database.js'
import { noon } from '../support/articles.js'
import { dialects, emptyDatabase } from '../support/database.js'

/** What PostgreSQL chooses at full size is seen with `npm run bench -- explain`. */
const size = { servers: 500, sources: 1000, articles: 10_000, topics: 1000, ledger: 30_000 }

describe('what is asked all the time', () => {
  it.each(dialects)('needs no table as a whole on %s', async (dialect) => {
    const location = await emptyDatabase(dialect)
    const database = await openDatabase(location)
    try {
      // SQLite plans alike however many rows there are.
      if ('url' in location) await fillDatabase(location.url, size, noon)
      const plans = await explainPlans(database, { now: noon, asIfLarge: true })
      expect(new Set(plans.map(({ name }) => name))).toEqual(new Set(Object.keys(hotQueries)))
      const scanning = plans.filter(({ scanned }) => scanned.length > 0)
      expect(scanning.map(({ name, scanned }) => `${name}: ${scanned.join()}`)).toEqual([])
    } finally {
      await database.close()
    }
  })
})
