import { Parser } from 'htmlparser2'
import iconv from 'iconv-lite'
import { z } from 'zod'
import { primaryLanguage } from '../src/core/language.js'
import type { Content, Person } from '../src/sources/feed/parse-feed.js'
import { htmlToText } from '../src/sources/text/html-to-text.js'
import type { FeedFile, Found, Reading } from './feed-readers.js'

/** One expectation of the suite: what stands at a path of its own parser's result. */
const check = z.object({
  path: z.array(z.union([z.string(), z.number()])),
  op: z.string(),
  value: z.unknown().optional(),
})
export type Check = z.output<typeof check>

/** `expected.json`: which document must be read how. */
export const suite = z.object({
  items: z.array(
    z.object({
      file: z.string(),
      category: z.string(),
      headers: z.record(z.string(), z.string()),
      checks: z.array(check).default([]),
    }),
  ),
})

/** What a check is about, and whether it is met. */
export interface Verdict {
  field: string
  met: boolean
}

/** Names of the suite's parser for what all feed formats share; its other fields are out of scope. */
const fields: Readonly<Record<string, string>> = {
  ...{ title: 'title', link: 'link', 'links.0.href': 'link', id: 'id', guid: 'id' },
  ...{ description: 'summary', summary: 'summary', tagline: 'summary', subtitle: 'summary', info: 'summary' },
  ...{ 'content.0.value': 'content', language: 'language' },
  ...{ author: 'author', category: 'tag' },
  ...{
    published: 'published',
    created: 'published',
    issued: 'published',
    updated: 'updated',
    modified: 'updated',
  },
}

/** The verdict on one check of a document, or null when it is about something out of scope. */
export function judge(
  { path, op, value }: Check,
  reading: Reading | null,
  text: string,
  file: FeedFile,
): Verdict | null {
  if (path[0] === 'encoding' && op === '==')
    return { field: 'encoding', met: isDecoded(text, String(value), file) }
  const isFeed = path[0] === 'feed'
  if (!isFeed && path[0] !== 'entries') return null
  const name = path.slice(isFeed ? 1 : 2).join('.')
  const part = isFeed ? reading?.feed : reading?.items[Number(path[1])]
  const judged = judgeField(name, op, value)
  return judged && { field: judged.field, met: part !== undefined && judged.isMet(part) }
}

interface Judged {
  field: string
  isMet(found: Found): boolean
}

function judgeField(name: string, op: string, value: unknown): Judged | null {
  const detail = /^(title|summary|tagline|subtitle|info|content)(?:_detail|\.0)\.(value|base|language)$/.exec(
    name,
  )
  const words = wordsIn(detail?.[1] ?? fields[name])
  if (words && op === '==') {
    const [, , aspect = 'value'] = detail ?? []
    if (aspect === 'base') return { field: 'base', isMet: (found) => sameUrl(words(found)?.base, value) }
    if (aspect === 'language')
      return { field: 'language', isMet: (found) => sameLanguage(words(found)?.language, value) }
    return { field: 'text', isMet: (found) => sameWords(words(found), String(value)) }
  }
  return judgePlainField(name, op, value)
}

function judgePlainField(name: string, op: string, value: unknown): Judged | null {
  const field = fields[name]
  const date = fields[name.replace(/_parsed$/, '')]
  if (field === 'link' && op === 'absent') return { field, isMet: ({ link }) => link === null }
  if (field === 'tag' && op === '!=') return { field, isMet: ({ tags }) => tags.length > 0 }
  if (name === 'tags' && op === 'len==') return { field: 'tag', isMet: ({ tags }) => tags.length === value }
  if (op !== '==') return null
  if (field === 'link') return { field, isMet: ({ link }) => sameUrl(link, value) }
  if (field === 'id') return { field, isMet: ({ id }) => id === value }
  if (field === 'language') return { field, isMet: ({ language }) => sameLanguage(language, value) }
  if (date === 'published' || date === 'updated')
    return { field: 'date', isMet: (found) => found[date] !== null && found[date] === instant(value) }
  return judgeListed(name, value)
}

function judgeListed(name: string, value: unknown): Judged | null {
  const tag = /^(?:tags\.(\d+)\.term|category)$/.exec(name)
  if (tag) return { field: 'tag', isMet: ({ tags }) => tags[Number(tag[1] ?? 0)] === value }
  const enclosure = /^enclosures\.(\d+)\.(href|type)$/.exec(name)
  if (enclosure) {
    const key = enclosure[2] === 'href' ? 'url' : 'type'
    return {
      field: 'enclosure',
      isMet: ({ enclosures }) => enclosures[Number(enclosure[1])]?.[key] === value,
    }
  }
  const person = /^(?:author_detail|authors\.(\d+))\.(name|email|url)$/.exec(name)
  if (person) {
    const key = person[2] as keyof Person
    const isMet = ({ authors }: Found) => {
      const found = authors[Number(person[1] ?? 0)]?.[key]
      return key === 'url' ? sameUrl(found, value) : found === value
    }
    return { field: 'author', isMet }
  }
  if (name === 'author')
    return { field: 'author', isMet: ({ authors }) => spelled(authors[0]).includes(String(value)) }
  return null
}

/** The ways to write a person down. */
function spelled(person: Person | undefined): string[] {
  if (!person) return []
  const { name, email } = person
  return [name ?? email ?? '', `${name} (${email})`, `${email} (${name})`]
}

/** The suite's parser gives an item with one text both names, and so do we here. */
function wordsIn(field: string | undefined): ((found: Found) => Content | null) | null {
  if (field === 'title') return ({ title }) => title
  if (field === 'content') return ({ content, summary }) => content ?? summary
  if (field !== undefined && /^(summary|tagline|subtitle|info)$/.test(field))
    return ({ content, summary }) => summary ?? content
  return null
}

/** Equal as written, or to whoever reads it: the same visible text, links and images. */
function sameWords(words: Content | null, expected: string): boolean {
  if (words === null) return expected === ''
  if (words.value.trim() === expected.trim()) return true
  return visible(words) === visible({ value: expected, format: 'html', base: null, language: null })
}

function visible({ value, format, base }: Content): string {
  if (format === 'text') return JSON.stringify([value.trim()])
  const addresses: string[] = []
  const parser = new Parser({
    onopentag(name, { href, src }) {
      const address = name === 'a' ? href : name === 'img' ? src : undefined
      if (address !== undefined) addresses.push(absolute(address, base) ?? address)
    },
  })
  parser.end(value)
  return JSON.stringify([htmlToText(value), ...addresses])
}

function sameUrl(found: string | null | undefined, expected: unknown): boolean {
  const url = absolute(String(expected), null)
  return typeof found === 'string' && (found === expected || (url !== null && absolute(found, null) === url))
}

function absolute(address: string, base: string | null): string | null {
  return URL.canParse(address.trim(), base ?? undefined)
    ? new URL(address.trim(), base ?? undefined).href
    : null
}

/** We keep primary languages only; a suite that expects none must find none. */
function sameLanguage(found: string | null | undefined, expected: unknown): boolean {
  return primaryLanguage(found) === (typeof expected === 'string' ? primaryLanguage(expected) : null)
}

/** The suite's dates are Python time tuples in UTC, or the words of the feed. */
function instant(value: unknown): number | null {
  const tuple = z.array(z.number()).min(6).safeParse(value)
  if (!tuple.success) return Number.isNaN(Date.parse(String(value))) ? null : Date.parse(String(value))
  const [year = 0, month = 1, day, hour, minute, second] = tuple.data
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** A document is decoded right when it reads as it does in the encoding that is expected. */
function isDecoded(text: string, encoding: string, { bytes }: FeedFile): boolean {
  const name = encoding === 'us-ascii' ? 'windows-1252' : encoding
  const expected = iconv.decode(Buffer.from(bytes), name).replace(/^\uFEFF/, '')
  return text.replace(/^\uFEFF/, '') === expected
}
