import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { Article } from '../core/article.js'
import { UserError } from '../core/errors.js'
import { fold } from '../search/text/fold.js'
import { countWords } from '../search/text/words.js'
import type { Services } from '../services.js'
import { fileType } from '../sources/folder/file-type.js'
import { parseFile } from '../sources/folder/parse-file.js'
import { canonicalUrl } from '../sources/text/canonical-url.js'
import { decode } from '../sources/text/decode.js'
import { type Gist, gistOf } from '../summaries/gist.js'
import type { SummaryLength } from '../summaries/summarize.js'
import { type Call, type CliCommand, existing, inMemory, type Output, withServices } from './command.js'
import { t } from './texts.js'

export const summaryCommand: CliCommand = {
  help: {
    'summary ARTICLE':
      'the gist of an article: its id, its address or words of its title\n[--length line, short or detailed]',
    'summary --file F': 'the gist of a text file',
  },
  run: withServices(summary, (call) => (call.flags.file === undefined ? existing(call) : inMemory)),
}

async function summary(
  { words, flags: { file, length = 'short' } }: Call,
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
