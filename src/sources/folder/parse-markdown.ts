import { primaryLanguage } from '../../core/language.js'
import { canonicalUrl } from '../text/canonical-url.js'
import { cleanText, plainParagraphs } from '../text/clean-text.js'
import { type FoundArticle, titleFromText } from '../text/draft.js'
import { htmlToText, maxReadLength } from '../text/html-to-text.js'
import { parseDate } from '../text/parse-date.js'

/** A Markdown file as one article; title, date, author and url come from its front matter, else from the text. */
export function parseMarkdown(source: string): FoundArticle {
  const { fields, body } = splitFrontMatter(cleanText(source.slice(0, maxReadLength)))
  const { heading, rest } = splitHeading(body)
  const text = markdownToText(rest)
  const ownTitle = fields.get('title') || heading
  const field = (...names: string[]) => names.map((name) => fields.get(name)).find(Boolean) ?? null
  return {
    identity: field('id', 'guid'),
    title: ownTitle || titleFromText(text),
    url: canonicalUrl(field('url', 'link', 'canonical', 'canonical_url', 'source')),
    text,
    kind: 'full',
    author: field('author', 'authors', 'byline'),
    language: primaryLanguage(field('lang', 'language', 'locale')),
    publishedAt: parseDate(field('date', 'published', 'publishedat', 'published_at', 'created') ?? ''),
  }
}

/** The heading that opens a body, if one does, and what comes after it. */
function splitHeading(body: string): { heading: string; rest: string } {
  const start = body.trimStart()
  const [first = '', second = ''] = start.split('\n', 2)
  const marked = /^#\s+(.*)$/.exec(first)?.[1]
  if (marked !== undefined)
    return { heading: inlineText(marked.replace(/\s#+$/, '')).trim(), rest: start.slice(first.length) }
  if (!/^=+\s*$/.test(second)) return { heading: '', rest: body }
  return { heading: inlineText(first).trim(), rest: start.slice(first.length + 1 + second.length) }
}

/** `key: value` lines and `- item` lists between two `---` lines (YAML) or `+++` lines (TOML): all that notes use. */
function splitFrontMatter(source: string): { fields: Map<string, string>; body: string } {
  const match = /^\s*(---|\+\+\+)[ \t]*\n([\s\S]*?)\n\1[ \t]*(?:\n|$)/.exec(source)
  const fields = new Map<string, string>()
  if (!match) return { fields, body: source }
  let list = ''
  for (const line of (match[2] ?? '').split('\n')) {
    const pair = /^([\w-]+)\s*[:=]\s*(.*)$/.exec(line)
    const item = /^\s*-\s+(.+)$/.exec(line)?.[1]
    if (pair) {
      list = (pair[1] ?? '').toLowerCase()
      fields.set(list, scalar(pair[2] ?? ''))
    } else if (item && list) fields.set(list, [fields.get(list), scalar(item)].filter(Boolean).join(', '))
  }
  return { fields, body: source.slice(match[0].length) }
}

function scalar(value: string): string {
  const bare = value.trim().replace(/^\[(.*)\]$/, '$1')
  const parts = bare === value.trim() ? [bare] : bare.split(/\s*,\s*/)
  return parts.map((part) => part.replace(/^(["'])(.*)\1$/, '$2')).join(', ')
}

const fence = /^ {0,3}(```|~~~)/
const rule = /^ {0,3}(?:(?:\* ?){3,}|(?:- ?){3,}|(?:_ ?){3,})$/
const underline = /^ {0,3}(?:=+|-{3,})$/
const tableRule = /^[\s|:-]*\|[\s|:-]*$/
const linkTarget = /^ {0,3}\[[^\]]+\]:\s*\S/
const listItem = /^\s*(?:[-*+]|\d{1,4}[.)])\s+/

/** The words of Markdown without its signs, in one walk over the lines; code stays as it is. */
function markdownToText(source: string): string {
  const out: string[] = []
  let inCode = false
  let joins = false
  for (const raw of source.split('\n')) {
    const line = raw.trimEnd()
    if (fence.test(line)) {
      inCode = !inCode
      out.push('')
      joins = false
    } else if (inCode) out.push(line)
    else joins = addLine(line, out, joins)
  }
  return plainParagraphs(out.join('\n'))
}

/** Adds one line of text to `out`. True when the next line, if it is ordinary text, continues its paragraph. */
function addLine(line: string, out: string[], joins: boolean): boolean {
  const quoted = line.replace(/^ {0,3}(?:> ?)+/, '')
  const heading = /^ {0,3}#{1,6}\s+(.*)$/.exec(quoted)?.[1]
  if (joins && underline.test(quoted)) out.push('')
  else if (quoted.trim() === '' || rule.test(quoted)) out.push('')
  else if (linkTarget.test(quoted) || tableRule.test(quoted)) return joins
  else if (heading !== undefined) out.push('', inlineText(heading.replace(/\s#+$/, '')), '')
  else if (listItem.test(quoted)) {
    out.push(inlineText(quoted.replace(/^(\s*)[*+](?=\s)/, '$1-')))
    return true
  } else {
    const words = inlineText(quoted.trim())
    const isRow = quoted.trimStart().startsWith('|')
    if (joins && !isRow) out.push(`${out.pop() ?? ''} ${words}`)
    else out.push(words)
    return !isRow
  }
  return false
}

/** Longer lines are data or an attack; looking for pairs of signs in them takes quadratic time. */
const maxInlineLength = 4000

function inlineText(source: string): string {
  if (source.length > maxInlineLength) return source
  const text = source
    .replace(/!\[([^\][]*)\]\([^()]*\)/g, '$1')
    .replace(/\[([^\][]+)\](?:\([^()]*(?:\([^()]*\)[^()]*)?\)|\[[^\][]*\])/g, '$1')
    .replace(/<(https?:\/\/[^<>\s]+)>/g, '$1')
    .replace(/(\*\*|__)(?=\S)(.*?\S)\1/g, '$2')
    .replace(/(?<![\w*])([*_])(?=\S)([^*_]*\S)\1(?![\w*])/g, '$2')
    .replace(/~~(.*?)~~/g, '$1')
    .replace(/(`+)([^`]*)\1/g, '$2')
    .replace(/\\([\\`*_{}[\]()#+.!|>~-])/g, '$1')
  return /<[a-z/!][^<>]*>|&\w+;/i.test(text) ? htmlToText(text) : text
}
