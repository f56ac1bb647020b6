import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../src/config.js'
import { silentLog } from '../src/core/log.js'
import { createServices, type Services } from '../src/services.js'
import { minute, noon } from './support/articles.js'
import { emptyDatabase } from './support/database.js'

/** Two processes on one file: the bot, and the command line beside it. */
describe('services of two processes', () => {
  let folder: string
  let bot: Services
  let cli: Services

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'courant-services-'))
    const config = { ...readConfig({}), database: { file: join(folder, 'x.db') } }
    bot = await createServices(config, silentLog)
    cli = await createServices(config, silentLog)
  })
  afterEach(async () => {
    await bot.close()
    await cli.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const write = (name: string, title: string) =>
    writeFileSync(join(folder, 'articles', name), `# ${title}\n\nA text about it. And a second sentence.`)

  it('find what the other one stored or changed', async () => {
    const articles = join(folder, 'articles')
    mkdirSync(articles)
    write('a.md', 'Ferry arrives')
    await cli.sources.importFrom(articles, noon)
    await bot.catchUp(noon + minute)
    expect(bot.index.search('ferry', { limit: 5 }).total).toBe(1)

    write('a.md', 'Tram arrives')
    write('b.md', 'Tram leaves')
    await cli.sources.importFrom(articles, noon + 2 * minute)
    await bot.catchUp(noon + 3 * minute)
    expect(bot.index.search('ferry', { limit: 5 }).total).toBe(0)
    expect(bot.index.search('tram', { limit: 5 }).total).toBe(2)
  })
})

describe('services with a language model', () => {
  it('have a writer that keeps what is used in the database, and close with it', async () => {
    const config = readConfig({ LLM_BASE_URL: 'http://127.0.0.1:9', LLM_MODEL: 'm' })
    const services = await createServices({ ...config, database: await emptyDatabase('sqlite') }, silentLog, {
      now: () => noon,
    })
    const passages = [{ title: 'A', source: 'B', datedAt: null, text: 'The ferry runs every ten minutes.' }]
    expect(await services.model?.write({ guildId: 'g1', question: 'How often?', passages })).toBeUndefined()
    expect((await services.stores.modelUsage.of('g1', '2026-11-02')).tokens).toBe(0)
    expect((await services.stores.modelUsage.of('g1', '2026-11-02')).ms).toBeGreaterThan(0)
    await services.close()
  })
})
