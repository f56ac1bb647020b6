#!/usr/bin/env node
import 'dotenv/config'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Config, ConfigError, readConfig } from './config.js'
import type { Article } from './core/article.js'
import { UserError } from './core/errors.js'
import { translator } from './core/i18n.js'
import { runDoctor } from './ops/doctor.js'
import { createLogger } from './ops/logger.js'
import { plainSnippet } from './search/snippet.js'
import { countWords } from './search/words.js'
import { createServices, type Services } from './services.js'
import { canonicalUrl } from './sources/canonical-url.js'
import { displayAddress } from './sources/source-address.js'
import { summarize } from './summaries/summarize.js'

const usage = `courant COMMAND [--db FILE] [--json]

  import PATH…        read folders, files or feed addresses into the index
  search QUERY        find articles            [--limit N, default 10]
  ask QUESTION        answer from the articles (not yet)
  summary ARTICLE     the gist of an article: its id, its address or words of its title
  summary --file F    the gist of a text file
  poll                read every source now
  doctor              check settings, database, Discord and sources

  --db FILE           the database file; DATABASE_FILE or DATABASE_URL otherwise
  --json              nothing but JSON on standard output
`

/** What a command found: printed as JSON with --json, else as the lines of `text`. */
interface Output {
  json: unknown
  text: string[]
  /** Exit code 1: the command worked, and what it found is not well. */
  failed?: boolean
}

interface Flags {
  config: Config
  json: boolean
  limit: number
  file: string | undefined
}

type CliCommand = (words: string[], flags: Flags, services: Services) => Promise<Output>

const t = translator('en')

const cliCommands: Record<string, CliCommand> = {
  import: importPaths,
  search,
  ask,
  summary,
  poll,
  doctor: (_words, { config }, services) => runDoctor(config, services, Date.now()),
}

async function importPaths(paths: string[], _flags: Flags, { sources }: Services): Promise<Output> {
  if (paths.length === 0) throw new UserError('cli.missing', { what: 'PATH', command: 'import' })
  const total = { articles: 0, excerpts: 0, headlines: 0 }
  const skipped: { path: string; reason: string }[] = []
  for (const path of paths) {
    try {
      const { report } = await sources.importFrom(path, Date.now())
      for (const key of ['articles', 'excerpts', 'headlines'] as const) total[key] += report[key]
      skipped.push(
        ...report.skipped.map(({ path: file, reason }) => ({ path: file, reason: sentence(reason) })),
      )
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      skipped.push({ path, reason: sentence(error) })
    }
  }
  const { articles, excerpts, headlines } = total
  return {
    json: { ...total, skipped },
    text: [
      `${articles} articles, ${excerpts} excerpts, ${headlines} headlines`,
      ...skipped.map(({ path, reason }) => `skipped ${path}: ${reason}`),
    ],
    failed: skipped.length > 0 && articles + excerpts + headlines === 0,
  }
}

async function search(
  words: string[],
  { limit }: Flags,
  { index, stores, catchUp }: Services,
): Promise<Output> {
  const text = words.join(' ')
  if (!text.trim()) throw new UserError('cli.missing', { what: 'QUERY', command: 'search' })
  await catchUp(Date.now())
  const { total, hits, query } = index.search(text, { limit })
  const scores = new Map(hits.map(({ id, score }) => [id, score]))
  const articles = await stores.articles.byIds(hits.map(({ id }) => id))
  const results = articles.map((article) => ({
    id: article.id,
    title: article.title,
    url: article.url,
    source: article.sourceTitle,
    publishedAt: isoDate(article.publishedAt),
    kind: article.kind,
    score: scores.get(article.id) ?? 0,
    snippet: plainSnippet(article.text, query),
  }))
  return {
    json: { total, results },
    text: [
      `${total} articles`,
      ...results.flatMap(({ id, title, source, publishedAt, snippet }) => [
        '',
        `${id}  ${title}`,
        `    ${[source, publishedAt].filter(Boolean).join(' · ')}`,
        ...(snippet ? [`    ${snippet}`] : []),
      ]),
    ],
  }
}

async function ask(): Promise<Output> {
  const reason = t('cli.askNotYet')
  return { json: { answer: null, citations: [], refused: true, reason }, text: [reason] }
}

async function summary(words: string[], { file }: Flags, services: Services): Promise<Output> {
  const { title, text } =
    file === undefined ? await findArticle(words.join(' '), services) : await readText(file)
  const { sentences } = summarize(text, { title })
  return {
    json: { title, sentences, words: countWords(sentences.join(' ')) },
    text: [title, '', ...sentences.map((each) => `• ${each}`)],
  }
}

async function readText(file: string): Promise<Pick<Article, 'title' | 'text'>> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UserError('cli.fileUnreadable', { file })
  })
  const [title = ''] = text.trimStart().split('\n', 1)
  return { title: title.trim(), text }
}

async function findArticle(words: string, { stores, index, catchUp }: Services): Promise<Article> {
  if (!words.trim()) throw new UserError('cli.missing', { what: 'ARTICLE', command: 'summary' })
  const direct = /^\d+$/.test(words)
    ? await stores.articles.get(Number(words))
    : await stores.articles.byUrl(canonicalUrl(words) ?? words)
  if (direct) return direct
  await catchUp(Date.now())
  const [hit] = index.search(words, { limit: 1 }).hits
  const found = hit && (await stores.articles.get(hit.id))
  if (!found) throw new UserError('cli.noArticle', { article: words })
  return found
}

async function poll(_words: string[], _flags: Flags, { sources, stores }: Services): Promise<Output> {
  const results = []
  for (const source of await stores.sources.all()) {
    const { added, updated } = await sources.poll(source, Date.now())
    const problem = (await stores.sources.get(source.id))?.last_error
    results.push({
      source: source.title,
      address: displayAddress(source),
      added,
      updated,
      error: problem ? t(problem.key, problem.params) : null,
    })
  }
  return {
    json: { sources: results },
    text: results.map(({ source, added, updated, error }) =>
      error ? `${source}: ${error}` : `${source}: ${added} new, ${updated} updated`,
    ),
    failed: results.some(({ error }) => error !== null),
  }
}

function sentence(error: UserError): string {
  return t(error.key, error.params)
}

function isoDate(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      db: { type: 'string' },
      json: { type: 'boolean', default: false },
      limit: { type: 'string', default: '10' },
      file: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const [name = '', ...words] = positionals
  const run = cliCommands[name]
  if (values.help || !name) return void process.stdout.write(usage)
  if (!run) throw new ConfigError(`courant: there is no command "${name}".\n\n${usage}`)
  const limit = Number(values.limit)
  if (!Number.isInteger(limit) || limit < 1)
    throw new ConfigError(`courant: --limit must be a whole number from 1 up, got "${values.limit}".`)

  // An operator at the shell may read what the shell's user may read.
  const database = values.db === undefined ? {} : { DATABASE_FILE: values.db, DATABASE_URL: '' }
  const config = readConfig({ ...process.env, NODE_ENV: '', ...database })
  const log = createLogger(process.env.LOG_LEVEL ? config.logLevel : 'warn')
  const services = await createServices({ ...config, sourceFolders: ['/'] }, log)
  try {
    const output = await run(words, { config, json: values.json, limit, file: values.file }, services)
    const printed = values.json ? JSON.stringify(output.json, null, 2) : output.text.join('\n')
    process.stdout.write(`${printed}\n`)
    if (output.failed) process.exitCode = 1
  } finally {
    await services.close()
  }
}

main().catch((error: unknown) => {
  const plain = error instanceof UserError ? sentence(error) : undefined
  const expected = error instanceof Error && (error instanceof ConfigError || 'code' in error)
  process.stderr.write(
    `${plain ?? (expected ? (error as Error).message : String((error as Error).stack ?? error))}\n`,
  )
  process.exitCode = 1
})
