import { canonicalUrl } from './canonical-url.js'
import { cleanText, plainParagraphs } from './clean-text.js'
import { type FoundArticle, titleFromText } from './draft.js'
import { htmlToText } from './html-to-text.js'
import { primaryLanguage } from './language.js'
import { parseDate } from './parse-date.js'

/** A Markdown file as one article; title, date, author and url come from its front matter, else from the text. */
export function parseMarkdown(source: string): FoundArticle {
  const { fields, body } = splitFrontMatter(cleanText(source))
  const heading = /^\s*#\s+(.+?)\s*#*\s*$|^\s*(\S.*)\n=+\s*$/m.exec(body)
  const startsWithHeading = heading !== null && body.slice(0, heading.index).trim() === ''
  const ownTitle = fields.get('title') ?? (heading ? inlineText(heading[1] ?? heading[2] ?? '') : '')
  const text = markdownToText(startsWithHeading ? body.slice(heading.index + heading[0].length) : body)
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

/** The words of Markdown without its signs; code stays as it is. */
function markdownToText(source: string): string {
  const parts = source.split(/^(```|~~~)[^\n]*\n([\s\S]*?)^\1[ \t]*$/m)
  const words = parts.map((part, i) => (i % 3 === 2 ? `\n${part}\n` : i % 3 === 1 ? '' : blocksToText(part)))
  return plainParagraphs(words.join(''))
}

function blocksToText(source: string): string {
  const words = source
    .replace(/^ {0,3}\[[^\]\n]+\]:\s*\S+.*$/gm, '')
    .replace(/^(.*\S.*)\n(?:=+|-{3,})[ \t]*$/gm, '\n$1\n')
    .replace(/^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/gm, '')
    .replace(/^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$/gm, '\n$1\n')
    .replace(/^ {0,3}(?:>[ \t]?)+/gm, '')
    .replace(/^([ \t]*)[*+]\s+/gm, '$1- ')
    .replace(/^\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$/gm, '')
  return joinWrapped(inlineText(words))
}

function inlineText(source: string): string {
  const text = source
    .replace(/!\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/\[([^\]\n]+)\](?:\([^)\n]*\)|\[[^\]\n]*\])/g, '$1')
    .replace(/<(https?:\/\/[^>\s]+)>/g, '$1')
    .replace(/(\*\*|__)(?=\S)([^\n]*?\S)\1/g, '$2')
    .replace(/(?<![\w*])([*_])(?=\S)([^\n*_]*?\S)\1(?![\w*])/g, '$2')
    .replace(/~~([^\n]*?)~~/g, '$1')
    .replace(/(`+)([^\n]*?)\1/g, '$2')
    .replace(/\\([\\`*_{}[\]()#+.!|>~-])/g, '$1')
  if (!/<[a-z/!][^<>]*>|&\w+;/i.test(text)) return text
  return text
    .split(/(\n{2,})/)
    .map((part, i) => (i % 2 ? part : htmlToText(part.replaceAll('\n', '<br>'))))
    .join('')
}

/** A line break inside a paragraph is a space; lists and tables keep their lines. */
function joinWrapped(text: string): string {
  return text.replace(/(\S)[ \t]*\n(?![ \t]*(?:\n|- |\d+[.)] |\|))/g, '$1 ').replace(/ {2,}/g, ' ')
}
