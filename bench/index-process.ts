import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import MiniSearch from 'minisearch'
import { readConfig } from '../src/config.js'
import type { ArticleDraft } from '../src/core/article.js'
import { silentLog } from '../src/core/log.js'
import { stopWordsOf } from '../src/search/text/stop-words.js'
import { createServices } from '../src/services.js'
import { type MadeArticle, makeArticles } from './made-articles.js'
import { randomFrom } from './random.js'
import { fts5Query } from './search-engines.js'

/**
 * One engine in a process of its own, so that its memory is its own: `PHASE ENGINE COUNT FOLDER`. Prepare stores the
 * articles, build makes the index and leaves it in the folder, restart takes it from there and answers.
 */

export interface Measured {
  /** Until everything can be found. */
  seconds: number
  /** Resident, after garbage collection. */
  megabytes: number
  /** The longest time for which nothing else got a turn, ms. */
  blockedMs: number
  /** Kind of work → CPU time of each, ms, in rising order. */
  cpuMs: Record<string, number[]>
}

interface Engine {
  add(article: MadeArticle, id: number): void
  search(query: string): unknown
  /** What only ours is asked. */
  more?: Record<string, (query: string) => unknown>
  close(): void | Promise<void>
}

const measuredAdds = 500
const sampled = 300

const [phase = '', name = '', countText = '0', folder = ''] = process.argv.slice(2)
const count = Number(countText)

const engines: Record<string, { build(): Promise<Engine>; restart(): Promise<Engine> }> = {
  Courant: { build: courant, restart: courant },
  MiniSearch: { build: buildMiniSearch, restart: loadMiniSearch },
  'SQLite FTS5': { build: buildFts5, restart: async () => openFts5() },
}

async function openServices() {
  return await createServices(readConfig({ DATABASE_FILE: join(folder, 'bench.db') }), silentLog)
}

async function prepare(): Promise<void> {
  const { stores, close } = await openServices()
  const rest = { site_url: null, etag: null, last_modified: null, next_check_at: 0 }
  const source = await stores.sources.add(
    { kind: 'feed', url: 'https://bench.test/', title: 'Bench', ...rest },
    1,
  )
  const articles = Array.from(makeArticles(count), draftOf)
  for (let start = 0; start < count; start += 500)
    await stores.transaction(async (within) => {
      for (const each of articles.slice(start, start + 500))
        await within.articles.put(source.id, each, start + 1)
    })
  await close()
}

function draftOf({ title, text }: MadeArticle, i: number): ArticleDraft {
  const publishedAt = Date.UTC(2026, 0) - i * 600_000
  return {
    identity: String(i),
    url: null,
    title,
    text,
    kind: 'full',
    author: null,
    language: 'en',
    publishedAt,
  }
}

/** As the bot starts: what was kept is read, what is missing is added. */
async function courant(): Promise<Engine> {
  const { index, catchUp, close } = await openServices()
  await catchUp(Date.now())
  const options = { limit: 5, now: Date.now() }
  const rest = {
    sourceId: 1,
    kind: 'full',
    author: null,
    language: 'en',
    publishedAt: 1,
    datedAt: 1,
  } as const
  return {
    add: ({ title, text }, id) => index.add({ ...rest, id, title, text, updatedAt: 1 }),
    search: (query) => index.search(query, options),
    more: {
      'a typing error': (query) => index.search(`${query.replace(/(.)(?=.{3}$)/, '$1x')}`, options),
      'a phrase': (query) => index.search(`"${query}"`, options),
      'the beginning of a word': (query) => index.search(`${query.slice(0, -2)}*`, options),
      'with facets': (query) => index.search(query, { ...options, facets: true }),
      autocomplete: (query) => index.suggest(query, { limit: 25 }),
    },
    close,
  }
}

const miniOptions = { fields: ['title', 'text'] }
const miniFile = () => join(folder, 'minisearch.json')

function mini(index: MiniSearch): Engine {
  return {
    add: ({ title, text }, id) => index.add({ id, title, text }),
    search: (query) => index.search(query).slice(0, 5),
    // In pieces: as one text it is longer than a string can be.
    close: () => {
      const { index: terms, ...rest } = index.toJSON()
      writeFileSync(miniFile(), JSON.stringify(rest))
      const lines = terms.map((term) => JSON.stringify(term))
      for (let start = 0; start < lines.length; start += 10_000)
        writeFileSync(miniFile(), `\n${lines.slice(start, start + 10_000).join('\n')}`, { flag: 'a' })
    },
  }
}

async function buildMiniSearch(): Promise<Engine> {
  const index = new MiniSearch(miniOptions)
  for (const [id, article] of readArticles().entries()) {
    index.add({ id, ...article })
    await nextTurn()
  }
  return mini(index)
}

async function loadMiniSearch(): Promise<Engine> {
  const bytes = readFileSync(miniFile())
  const lines: unknown[] = []
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(10, start)
    const end = newline < 0 ? bytes.length : newline
    lines.push(JSON.parse(bytes.toString('utf8', start, end)))
    start = end + 1
  }
  const [head, ...index] = lines as [object, ...never[]]
  return mini(MiniSearch.loadJS({ ...head, index } as never, miniOptions))
}

function openFts5(): Engine & { insert: Sqlite.Statement; database: Sqlite.Database } {
  const database = new Sqlite(join(folder, 'fts5.db'))
  database.pragma('journal_mode = WAL')
  database.exec(
    "create virtual table if not exists documents using fts5(title, text, content = '', tokenize = 'porter unicode61')",
  )
  const insert = database.prepare('insert into documents (rowid, title, text) values (?, ?, ?)')
  const select = database.prepare('select rowid from documents where documents match ? order by rank limit 5')
  return {
    database,
    insert,
    add: ({ title, text }, id) => void insert.run(id, title, text),
    search: (query) => select.all(fts5Query(query)),
    close: () => void database.close(),
  }
}

async function buildFts5(): Promise<Engine> {
  const engine = openFts5()
  const articles = readArticles()
  for (let start = 0; start < articles.length; start += 100) {
    engine.database.transaction(() => {
      for (const [i, { title, text }] of articles.slice(start, start + 100).entries())
        engine.insert.run(start + i + 1, title, text)
    })()
    await nextTurn()
  }
  return engine
}

/** What another engine would be given from the same database. */
function readArticles(): MadeArticle[] {
  const database = new Sqlite(join(folder, 'bench.db'), { readonly: true })
  const articles = database.prepare<[], MadeArticle>('select title, text from articles order by id').all()
  database.close()
  return articles
}

/** CPU time of each call, ms, in rising order. */
function timeEach<Item>(items: readonly Item[], work: (item: Item, i: number) => unknown): number[] {
  const times = items.map((item, i) => {
    const before = process.cpuUsage()
    work(item, i)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  })
  return times.sort((a, b) => a - b)
}

function queries(): Record<string, string[]> {
  const random = randomFrom(9)
  const stopWords = stopWordsOf('en')
  const articles = [...makeArticles(sampled, 2)]
  const words = ({ text }: MadeArticle, count: number) => {
    const known = (text.toLowerCase().match(/[a-z]{4,}/g) ?? []).filter((word) => !stopWords.has(word))
    return Array.from({ length: count }, () => known[Math.floor(random() * known.length)]).join(' ')
  }
  return {
    'two to four words': articles.map((article, i) => words(article, 2 + (i % 3))),
    'a question of eight words': articles.map((article) => words(article, 8)),
  }
}

async function measure(): Promise<Measured> {
  const engine = engines[name]
  if (!engine || (phase !== 'build' && phase !== 'restart'))
    throw new Error(`no such phase: ${phase} of ${name}`)
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  await wait(20)
  const started = performance.now()
  const opened = await engine[phase]()
  const seconds = (performance.now() - started) / 1000
  // The timer that measures has to have come once before and once after.
  await wait(20)
  delay.disable()
  global.gc?.()
  global.gc?.()
  const megabytes = process.memoryUsage.rss() / 1e6
  const cpuMs: Record<string, number[]> = {}
  if (phase === 'build')
    cpuMs.add = timeEach([...makeArticles(measuredAdds, 3)], (article, i) =>
      opened.add(article, count + 1 + i),
    )
  else
    for (const [kind, texts] of Object.entries(queries())) {
      // The first ones of a process are compiled while they run.
      for (const text of texts.slice(0, 20)) opened.search(text)
      cpuMs[kind] = timeEach(texts, (text) => opened.search(text))
      if (kind === 'two to four words')
        for (const [more, work] of Object.entries(opened.more ?? {})) cpuMs[more] = timeEach(texts, work)
    }
  await opened.close()
  return { seconds, megabytes, blockedMs: delay.max / 1e6, cpuMs }
}

const result = phase === 'prepare' ? await prepare() : await measure()
process.send?.(result ?? null)
process.disconnect?.()
