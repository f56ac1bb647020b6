import {
  baseAddress,
  type Content,
  type FeedItem,
  type Person,
  parseRawFeed,
  type RawFeed,
} from '../src/sources/feed/parse-feed.js'
import { decode } from '../src/sources/text/decode.js'
import { parseDate } from '../src/sources/text/parse-date.js'

export interface FeedFile {
  bytes: Uint8Array
  /** Where it was read from. */
  url: string
  /** The headers it came with, names in lower case. */
  headers: Readonly<Record<string, string>>
}

/** What a reader found in a feed or an item, in the fields that all readers have in common. */
export interface Found {
  title: Content | null
  summary: Content | null
  content: Content | null
  link: string | null
  id: string | null
  authors: Person[]
  published: number | null
  updated: number | null
  tags: string[]
  enclosures: { url: string; type: string | null }[]
  language: string | null
}

export interface Reading {
  feed: Found
  items: Found[]
}

/** Reads one document; null when it refuses it. `text` is the document as it decodes the bytes. */
export interface FeedReader {
  name: string
  decode(file: FeedFile): string
  read(text: string, file: FeedFile): Promise<Reading | null> | Reading | null
  /** The parsing alone, for its speed. */
  parse(text: string, url: string): unknown
}

/** Ours and those of the other libraries that are installed; each as its documentation says to use it. */
export async function loadReaders(): Promise<FeedReader[]> {
  const others = await Promise.all([loadFeedsmith(), loadRowanmanning(), loadRssParser()])
  return [courant, ...others.filter((reader) => reader !== null)]
}

const courant: FeedReader = {
  name: 'courant',
  decode: ({ bytes, headers }) => decode(bytes, headers['content-type'] ?? null),
  read(text, { url, headers }) {
    const feed = parseRawFeed(text, baseAddress(url, headers['content-location'] ?? null))
    return feed && { feed: foundIn(feed), items: feed.items.map(foundIn) }
  },
  parse: (text, url) => parseRawFeed(text, url),
}

function foundIn(part: RawFeed | FeedItem): Found {
  const isItem = 'url' in part
  return {
    title: part.title,
    summary: isItem ? part.summary : part.description,
    content: isItem ? part.content : null,
    link: isItem ? part.url : part.siteUrl,
    id: part.id,
    authors: part.authors,
    published: part.publishedAt,
    updated: part.updatedAt,
    tags: part.tags,
    enclosures: isItem ? part.enclosures : [],
    language: part.language,
  }
}

/** A library's result, of which nothing is promised: a field that is not there reads as null. */
class Loose {
  constructor(private readonly value: unknown) {}

  /** The first of the paths (`a.b.0`) that leads to a value. */
  at(...paths: string[]): Loose {
    for (const path of paths) {
      let value = this.value
      for (const key of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[key]
      if (value !== undefined && value !== null && value !== '') return new Loose(value)
    }
    return new Loose(null)
  }

  /** All that the paths lead to, lists flattened. */
  all(...paths: string[]): Loose[] {
    return paths.flatMap((path) => this.at(path).value ?? []).map((value) => new Loose(value))
  }

  get text(): string | null {
    const { value } = this
    if (typeof value === 'string') return value
    if (typeof value === 'number') return String(value)
    const inner = value === null ? null : (value as Record<string, unknown>)
    return typeof inner?.value === 'string' ? inner.value : typeof inner?._ === 'string' ? inner._ : null
  }

  get words(): Content | null {
    const { text } = this
    const format = this.at('type').text === 'text' ? 'text' : 'html'
    const [base, language] = [this.at('xml.base').text, this.at('xml.lang').text]
    return text === null ? null : { value: text, format, base, language }
  }

  get date(): number | null {
    return this.value instanceof Date ? this.value.getTime() : parseDate(this.text ?? '')
  }

  get person(): Person {
    const person = {
      name: this.at('name').text,
      email: this.at('email').text,
      url: this.at('uri', 'url').text,
    }
    return typeof this.value === 'string' ? { ...person, name: this.value } : person
  }
}

async function loadFeedsmith(): Promise<FeedReader | null> {
  const library = await load('feedsmith')
  if (!library) return null
  const parse = library.parseFeed as (text: string) => { feed: unknown }
  return {
    name: 'feedsmith',
    decode: ({ bytes }) => utf8(bytes),
    read(text) {
      const feed = new Loose(parse(text).feed)
      const items = feed.all('items', 'entries').map((item) => feedsmithPart(item, feed))
      return { feed: feedsmithPart(feed, feed), items }
    },
    parse,
  }
}

function feedsmithPart(part: Loose, feed: Loose): Found {
  // It gives xml:base and xml:lang where they stand, and leaves it to the caller to inherit them.
  const inherit = (words: Content | null) =>
    words && {
      ...words,
      base: words.base ?? part.at('xml.base').text ?? feed.at('xml.base').text,
      language: words.language ?? part.at('xml.lang').text ?? feed.at('xml.lang').text,
    }
  const links = part.all('links')
  const alternate = links.find((link) => [null, 'alternate'].includes(link.at('rel').text))
  const enclosures = [
    ...part.all('enclosures', 'media.contents', 'media.groups.0.contents'),
    ...links.filter((link) => link.at('rel').text === 'enclosure'),
  ]
  return {
    title: inherit(part.at('title', 'dc.titles.0', 'media.title.value', 'media.groups.0.title.value').words),
    summary: inherit(
      part.at(
        ...['description', 'subtitle', 'tagline', 'summary', 'dc.descriptions.0', 'itunes.summary'],
        ...['itunes.subtitle', 'media.description.value', 'media.groups.0.description.value'],
      ).words,
    ),
    content: inherit(part.at('content.encoded', 'content').words),
    link: part.at('link').text ?? alternate?.at('href').text ?? null,
    id: part.at('guid', 'id', 'rdf.about').text,
    authors: part
      .all('authors', 'managingEditor', 'dc.creators', 'itunes.author')
      .map(({ person }) => person),
    published: part.at('pubDate', 'published', 'issued', 'dcterms.issued.0', 'dcterms.created.0', 'created')
      .date,
    updated: part.at('updated', 'modified', 'lastBuildDate', 'dcterms.modified.0', 'dc.dates.0').date,
    tags: part
      .all('categories', 'dc.subjects', 'itunes.categories', 'itunes.keywords')
      .map((tag) => tag.at('name', 'term', 'text').text ?? tag.text ?? ''),
    enclosures: enclosures.map((file) => ({
      url: file.at('url', 'href').text ?? '',
      type: file.at('type').text,
    })),
    language: part.at('language', 'dc.languages.0', 'xml.lang').text,
  }
}

async function loadRowanmanning(): Promise<FeedReader | null> {
  const library = await load('@rowanmanning/feed-parser')
  if (!library) return null
  const parse = library.parseFeed as (text: string) => unknown
  return {
    name: '@rowanmanning',
    decode: ({ bytes }) => utf8(bytes),
    read(text) {
      const feed = new Loose(parse(text))
      return { feed: rowanmanningPart(feed), items: feed.all('items').map(rowanmanningPart) }
    },
    parse,
  }
}

function rowanmanningPart(part: Loose): Found {
  return {
    title: part.at('title').words,
    summary: part.at('description').words,
    content: part.at('content').words,
    link: part.at('url').text,
    id: part.at('id').text,
    authors: part.all('authors').map(({ person }) => person),
    published: part.at('published').date,
    updated: part.at('updated').date,
    tags: part.all('categories').map((tag) => tag.at('term', 'label').text ?? ''),
    enclosures: part
      .all('media')
      .map((file) => ({ url: file.at('url').text ?? '', type: file.at('mimeType').text })),
    language: part.at('language').text,
  }
}

async function loadRssParser(): Promise<FeedReader | null> {
  const library = await load('rss-parser')
  if (!library) return null
  const Parser = library.default as new () => { parseString(text: string): Promise<unknown> }
  const parse = (text: string) => new Parser().parseString(text)
  return {
    name: 'rss-parser',
    decode: ({ bytes }) => utf8(bytes),
    async read(text) {
      const feed = new Loose(await parse(text))
      return { feed: rssParserPart(feed), items: feed.all('items').map(rssParserPart) }
    },
    parse,
  }
}

function rssParserPart(part: Loose): Found {
  const enclosure = part.at('enclosure.url').text
  return {
    title: part.at('title').words,
    summary: part.at('summary', 'description', 'content').words,
    content: part.at('content:encoded', 'content').words,
    link: part.at('link').text,
    id: part.at('guid', 'id').text,
    authors: part.all('author', 'creator', 'managingEditor', 'itunes.author').map(({ person }) => person),
    published: part.at('pubDate', 'isoDate').date,
    updated: part.at('lastBuildDate', 'dc:date', 'date').date,
    tags: part.all('categories', 'itunes.categories').map((tag) => tag.text ?? ''),
    enclosures: enclosure === null ? [] : [{ url: enclosure, type: part.at('enclosure.type').text }],
    language: part.at('language', 'dc:language').text,
  }
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

/** The libraries are compared with, not used: the benchmark runs without them. */
async function load(name: string): Promise<Record<string, unknown> | null> {
  try {
    return (await import(name)) as Record<string, unknown>
  } catch {
    console.error(`${name}: not installed`)
    return null
  }
}
