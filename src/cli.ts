#!/usr/bin/env node
import 'dotenv/config'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { parseArgs } from 'node:util'
import { type Answer, answerQuestion } from './answers/answer-question.js'
import { chooseQuotes } from './answers/choose-quotes.js'
import { type Config, ConfigError, readConfig, secretsOf } from './config.js'
import type { Article } from './core/article.js'
import { UserError } from './core/errors.js'
import { translator } from './core/i18n.js'
import { kindMark } from './core/render-article.js'
import { runDoctor } from './ops/doctor.js'
import { createLogger } from './ops/logger.js'
import { asksForNothing, compileQuery } from './search/query/compile.js'
import { namesAmong } from './search/query/names.js'
import { plainWords, printQuery } from './search/query/print-query.js'
import type { Query } from './search/query/query.js'
import { relaxations } from './search/query/relax.js'
import { plainSnippet } from './search/snippet.js'
import { fold } from './search/text/fold.js'
import { countWords } from './search/text/words.js'
import { createServices, type Services } from './services.js'
import { fileType, parseFile } from './sources/folder/parse-file.js'
import { displayAddress } from './sources/source-address.js'
import { canonicalUrl } from './sources/text/canonical-url.js'
import { decode } from './sources/text/decode.js'
import { type Gist, gistOf } from './summaries/gist.js'
import type { SummaryLength } from './summaries/summarize.js'

const usage = `courant COMMAND [--db FILE] [--json]

  import PATH…        read folders, files or feed addresses into the index
  search QUERY        find articles, as /search does: "exact phrase", -without, source:name,
                      after:7d, sort:newest…   [--limit N, default 10]
  ask QUESTION        answer from the articles, or say that they do not hold it
  summary ARTICLE     the gist of an article: its id, its address or words of its title
                      [--length line, short or detailed]
  summary --file F    the gist of a text file
  poll                read every source now
  feedback            what people said of answers, as a test set
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

/** Commands that make the database if need be; the others would only hide a mistyped path. */
const makesDatabase = new Set(['import'])
const withoutDatabase = new Set(['doctor'])
const inMemory = { file: ':memory:' }

interface Flags {
  config: Config
  json: boolean
  limit: number
  file: string | undefined
  length: string | undefined
}

type CliCommand = (words: string[], flags: Flags, services: Services) => Promise<Output>

const t = translator('en')

const cliCommands: Record<string, CliCommand> = {
  import: importPaths,
  search,
  ask,
  summary,
  feedback,
  poll,
  doctor: (_words, { config }, services) => runDoctor(config, services, Date.now()),
}

const kinds = ['articles', 'excerpts', 'headlines'] as const

async function importPaths(paths: string[], _flags: Flags, { sources }: Services): Promise<Output> {
  if (paths.length === 0) throw new UserError('cli.missing', { what: 'PATH', command: 'import' })
  const total = { articles: 0, excerpts: 0, headlines: 0 }
  let failed = false
  const skipped: { path: string; reason: string }[] = []
  for (const path of paths) {
    try {
      const { report } = await sources.importFrom(path, Date.now())
      for (const kind of kinds) total[kind] += report[kind]
      skipped.push(
        ...report.skipped.map(({ path: file, reason }) => ({ path: file, reason: sentence(reason) })),
      )
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      skipped.push({ path, reason: sentence(error) })
      failed = true
    }
  }
  return {
    json: { ...total, skipped },
    text: [
      kinds.map((kind) => t(`count.${kind}`, { count: total[kind] })).join(', '),
      ...skipped.map(({ path, reason }) => `skipped ${path}: ${reason}`),
    ],
    failed,
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
  const names = namesAmong(await stores.sources.all(), await stores.topics.all())
  const find = (asked: string, count: number) =>
    index.search(asked, { ...names, limit: count, now: Date.now() })
  const { total, hits, query, corrected } = find(text, limit)
  if (asksForNothing(compileQuery(query, ['en']))) throw new UserError('search.noWords')
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
    snippet: plainSnippet(article, query),
  }))
  return {
    json: { total, results, ...(corrected !== undefined && { corrected }) },
    text: [
      ...(corrected === undefined ? [] : [t('search.corrected', { query: corrected }).replaceAll('**', '')]),
      t('cli.found', { count: total, shown: results.length < total ? results.length : 0 }),
      ...results.flatMap(({ id, title, source, publishedAt, kind, snippet }) => [
        '',
        `${id}  ${title}`,
        `    ${[source, publishedAt?.slice(0, 10), ...kindMark({ kind }, t)].filter(Boolean).join(' · ')}`,
        ...(snippet ? [`    ${snippet}`] : []),
      ]),
      ...(total > 0 ? [] : nearTo(query, (asked) => find(asked, 0).total)),
    ],
  }
}

/** When nothing fits: searches for less that find something. */
function nearTo(query: Query, count: (text: string) => number): string[] {
  return relaxations(query).flatMap(({ query: less }) => {
    const text = printQuery(less)
    const found = count(text)
    return found > 0 ? [t('cli.near', { query: text, count: found })] : []
  })
}

/** The best passage for each question that was answered. */
function firstQuotes(answers: readonly Answer<Article>[]): string {
  const answered = answers.filter(({ level }) => level === 'answer' || level === 'likely')
  return answered.map((answer) => chooseQuotes(answer, 1).quotes[0]?.sentences.join(' ') ?? '').join(' ')
}

const quotesShown = 3

async function ask(words: string[], _flags: Flags, { index, stores, catchUp }: Services): Promise<Output> {
  const question = words.join(' ')
  if (!question.trim()) throw new UserError('cli.missing', { what: 'QUESTION', command: 'ask' })
  await catchUp(Date.now())
  const answers = await answerQuestion(question, {
    search: (text, limit, sort) => index.search(plainWords(text), { limit, sort }).hits,
    articles: (ids) => stores.articles.byIds(ids),
    information: (term) => index.information(term),
  })
  const surest =
    answers.find(({ level }) => level === 'answer') ?? answers.find(({ level }) => level === 'likely')
  const refused = surest === undefined
  const shown = answers.flatMap((answer) => chooseQuotes(answer, quotesShown).quotes)
  const { level = 'none' } = surest ?? answers.find(({ level }) => level === 'related') ?? {}
  const reason =
    level === 'none' ? t('ask.nothing', { count: index.size }) : level === 'answer' ? null : t(`ask.${level}`)
  return {
    json: {
      answer: refused ? null : firstQuotes(answers),
      citations: shown.flatMap(({ article, sentences }) =>
        sentences.map((quote) => ({ articleId: article.id, title: article.title, url: article.url, quote })),
      ),
      level,
      refused,
      reason,
    },
    text: [
      ...(reason === null ? [] : [reason]),
      ...shown.flatMap(({ article, sentences }) => [
        '',
        sentences.join(' '),
        `    ${article.id}  ${article.title} · ${article.sourceTitle}`,
      ]),
    ],
  }
}

async function summary(
  words: string[],
  { file, length = 'short' }: Flags,
  services: Services,
): Promise<Output> {
  if (!isLength(length)) throw new UserError('cli.unknownLength', { length, lengths: lengths.join(', ') })
  const { title, text, language } =
    file === undefined ? await findArticle(words.join(' '), services) : await readText(file)
  const gist = gistOf(text, { title, language, length })
  const { sentences, sections } = gist
  return {
    json: {
      title,
      sentences,
      ...(sections.length > 0 && { sections }),
      words: countWords([...sentences, ...sections.map(({ sentence }) => sentence)].join(' ')),
    },
    text: [title, '', ...linesOf(gist, length)],
  }
}

/** A single sentence as it is, points with their mark, and sections below their headings. */
function linesOf({ sentences, sections }: Gist, length: SummaryLength): string[] {
  if (sentences.length + sections.length === 0) return [t('summary.notEnough')]
  const mark = length === 'line' || sections.length > 0 ? '' : '• '
  return [
    ...sentences.map((sentence) => `${mark}${sentence}`),
    ...sections.flatMap(({ heading, sentence }) => ['', heading, `  ${sentence}`]),
  ]
}

const lengths: readonly SummaryLength[] = ['line', 'short', 'detailed']

function isLength(text: string): text is SummaryLength {
  return lengths.some((length) => length === text)
}

/** The first article of a file, read as a folder's files are. */
async function readText(file: string): Promise<Pick<Article, 'title' | 'text' | 'language'>> {
  const bytes = await readFile(file).catch(() => {
    throw new UserError('cli.fileUnreadable', { file })
  })
  const { articles } = parseFile(decode(bytes), fileType(extname(file)) ?? '.txt', file)
  return articles[0] ?? { title: '', text: '', language: null }
}

async function findArticle(words: string, { stores, index, catchUp }: Services): Promise<Article> {
  if (!words.trim()) throw new UserError('cli.missing', { what: 'ARTICLE', command: 'summary' })
  const direct = /^\d+$/.test(words)
    ? await stores.articles.get(Number(words))
    : await stores.articles.byUrl(canonicalUrl(words) ?? words)
  if (direct) return direct
  if (/^https?:\/\//i.test(words)) throw new UserError('cli.noArticle', { article: words })
  await catchUp(Date.now())
  const titled = await stores.articles.byIds(index.suggest(words, { limit: 25 }))
  const literal = titled.find(({ title }) => fold(title).startsWith(fold(words.trim())))
  if (literal) return literal
  const [hit] = index.search(words, { limit: 1 }).hits
  const found = hit && (await stores.articles.get(hit.id))
  if (!found) throw new UserError('cli.noArticle', { article: words })
  return found
}

/** Each opinion with the question, what was quoted, and the version that answered. */
async function feedback(_words: string[], _flags: Flags, { stores }: Services): Promise<Output> {
  const opinions = (await stores.feedback.all()).map(({ givenAt, ...rest }) => ({
    ...rest,
    givenAt: isoDate(givenAt),
  }))
  return {
    json: opinions,
    text:
      opinions.length === 0
        ? [t('cli.noFeedback')]
        : opinions.map(({ good, level, question }) => `${good ? '👍' : '👎'} ${level}  ${question}`),
  }
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
    text:
      results.length === 0
        ? [t('cli.noSources')]
        : results.map(
            ({ source, added, updated, error }) =>
              `${source}: ${error ?? t('cli.polled', { added, updated })}`,
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
  const { values, positionals } = readArguments()
  const [name = '', ...words] = positionals
  const run = cliCommands[name]
  if (values.help || !name) return void process.stdout.write(usage)
  if (!run) throw new ConfigError(`courant: there is no command "${name}".\n\n${usage}`)
  const limit = Number(values.limit)
  if (!Number.isInteger(limit) || limit < 1)
    throw new ConfigError(`courant: --limit must be a whole number from 1 up, got "${values.limit}".`)

  const database = values.db === undefined ? {} : { DATABASE_FILE: values.db, DATABASE_URL: '' }
  const config = readConfig({ ...process.env, NODE_ENV: '', ...database })
  const log = createLogger(process.env.LOG_LEVEL ? config.logLevel : 'warn', { secrets: secretsOf(config) })
  // An operator at the shell may read what the shell's user may read.
  const place = values.file === undefined ? existing(name, config) : inMemory
  const services = await createServices({ ...config, database: place, sourceFolders: ['/'] }, log)
  try {
    const { json, file, length } = values
    const output = await run(words, { config, json, limit, file, length }, services)
    const printed = values.json ? JSON.stringify(output.json, null, 2) : output.text.join('\n')
    process.stdout.write(`${printed}\n`)
    if (output.failed) process.exitCode = 1
  } finally {
    await services.close()
  }
}

/** Words such as "-tram" and "-title:bridge" belong to a query: no option of ours begins with one hyphen but -h. */
const excludedWord = /^-[^-]/

function readArguments() {
  const words = process.argv.slice(2)
  const args = words.map((word, i) => (excludedWord.test(word) && word !== '-h' ? `word ${i}` : word))
  const parsed = parseKnown(args)
  const positionals = parsed.positionals.map((word) => words[args.indexOf(word)] ?? word)
  return { ...parsed, positionals }
}

function parseKnown(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        db: { type: 'string' },
        json: { type: 'boolean', default: false },
        limit: { type: 'string', default: '10' },
        file: { type: 'string' },
        length: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
  } catch (error) {
    const [problem] = (error instanceof Error ? error.message : String(error)).split('. ', 1)
    throw new ConfigError(`courant: ${problem}.\n\n${usage}`)
  }
}

/** The database a command works on. What needs none, or reports on it, gets an empty one in memory. */
function existing(name: string, { database }: Config): Config['database'] {
  if ('url' in database || makesDatabase.has(name) || existsSync(database.file)) return database
  if (withoutDatabase.has(name)) return inMemory
  throw new ConfigError(
    `courant: there is no database at ${database.file}. Make it with courant import, or correct --db.`,
  )
}

main().catch((error: unknown) => {
  const plain = error instanceof UserError ? sentence(error) : undefined
  const expected = error instanceof Error && /^(config|courant|database): /.test(error.message)
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`${plain ?? (expected ? error.message : detail)}\n`)
  process.exitCode = 1
})
