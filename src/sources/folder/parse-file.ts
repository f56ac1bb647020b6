import type { ArticleDraft } from '../../core/article.js'
import { UserError } from '../../core/errors.js'
import { parseFeed } from '../feed/parse-feed.js'
import { parseHtml } from '../page/parse-html.js'
import { completeDraft, type FoundArticle, hashWords } from '../text/draft.js'
import type { FileType } from './file-type.js'
import { parseJsonArticles, parseJsonLines } from './parse-json-articles.js'
import { parseMarkdown } from './parse-markdown.js'
import { parseScrapedText } from './parse-scraped-text.js'

export interface ParsedFile {
  articles: ArticleDraft[]
  /** Parts of the file that could not be read, each with the reason as a message key. */
  problems: Pick<UserError, 'key' | 'params'>[]
}

type FileParser = (text: string) => { articles: FoundArticle[]; problems: ParsedFile['problems'] }

const parsers: Readonly<Record<FileType, FileParser>> = {
  '.txt': (text) => ({ articles: articlesOfPage(text), problems: [] }),
  '.md': (text) => ({ articles: [parseMarkdown(text)], problems: [] }),
  '.html': (text) => ({ articles: [parseHtml(text, null)], problems: [] }),
  '.json': parseJsonArticles,
  '.jsonl': parseJsonLines,
  '.xml': parseFeedFile,
}

/**
 * The articles of one file of a folder. An article without an id of its own is identified by the file's path inside
 * the folder, which survives changes of its text; further articles of the file by their headline or address beside
 * it. Throws a UserError when the file has no article. Dates are taken as written, whatever the time is now.
 */
export function parseFile(text: string, type: FileType, path: string): ParsedFile {
  if (text.trim() === '') throw new UserError('source.skipEmpty')
  const { articles, problems } = parsers[type](text)
  const filled = articles.filter(({ title, text: words }) => title !== '' || words !== '')
  if (filled.length === 0) throw new UserError('source.skipNoArticles')
  const taken = new Map<string, number>()
  const drafts = filled.map((article) => {
    const isMain = filled.length === 1 || (type === '.txt' && article.kind === 'full')
    const identity = unused(article.identity ?? (isMain ? path : partName(path, article)), taken)
    return completeDraft({ ...article, identity }, Number.POSITIVE_INFINITY)
  })
  return { articles: drafts, problems: problems.map(({ key, params }) => ({ key, params })) }
}

function partName(path: string, { url, title, text }: FoundArticle): string {
  return url ?? `${path}#${hashWords(title || text)}`
}

function unused(identity: string, taken: Map<string, number>): string {
  const before = taken.get(identity) ?? 0
  taken.set(identity, before + 1)
  return before === 0 ? identity : `${identity}#${before + 1}`
}

/** A saved feed; its relative links lead nowhere, so they are left out. */
function parseFeedFile(text: string): ReturnType<FileParser> {
  const { items, problems } = parseFeed(text, 'about:blank', Number.POSITIVE_INFINITY)
  return { articles: items, problems }
}

/**
 * Teasers and headlines are known by their words alone: sites repeat them on page after page. They carry no date, but
 * are older than the page that lists them.
 */
function articlesOfPage(text: string): FoundArticle[] {
  const { main, teasers, headlines } = parseScrapedText(text)
  const blank = { identity: null, url: null, author: null, language: null, publishedAt: null }
  const listed = { ...blank, listedAt: main?.publishedAt ? main.publishedAt - 1 : null }
  const named = (title: string) => ({ ...listed, title, identity: `headline:${hashWords(title)}` })
  return [
    ...(main ? [{ ...blank, ...main, kind: 'full' as const }] : []),
    ...teasers.map(({ title, text: words }) => ({ ...named(title), text: words, kind: 'excerpt' as const })),
    ...headlines.map((title) => ({ ...named(title), text: '', kind: 'headline' as const })),
  ]
}
