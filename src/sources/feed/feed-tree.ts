import { decodeHTMLAttribute } from 'entities'
import { Parser } from 'htmlparser2'

/** One element of a feed document. `name` is lower case; its prefix is the usual one for its namespace. */
export interface FeedNode {
  name: string
  attributes: Readonly<Record<string, string>>
  children: FeedNode[]
  /** Character data directly inside, entities decoded, CDATA as it is. */
  text: string
  /** The address against which links inside resolve (xml:base). */
  base: string | null
  /** The language of the words inside (xml:lang), as given. */
  language: string | null
  /** Where the source of the content begins and ends. */
  start: number
  end: number
}

/** Deeper than any feed; htmlparser2 gets slow far beyond and would hang on a million unclosed tags. */
const maxDepth = 200
const maxDoctypeLength = 20_000
/** Elements and attributes. A sitemap of 50,000 addresses needs so many, a feed of 500 items a tenth. */
const maxParts = 400_000
/** Longer ones are no addresses, and each element inside would repeat them. */
const maxBaseLength = 2000
/** Of a document, by definitions of its own. */
const maxExpansion = 1_000_000

/** The prefix under which the mapper knows a namespace; '' is the feed's own vocabulary. */
const namespaces: Readonly<Record<string, string>> = {
  'http://www.w3.org/2005/atom': 'atom',
  'http://purl.org/atom/ns#': 'atom',
  'http://purl.org/rss/1.0/': 'rss',
  'http://my.netscape.com/rdf/simple/0.9/': 'rss',
  'http://backend.userland.com/rss2': 'rss',
  'http://purl.org/rss/1.0/modules/content/': 'content',
  'http://purl.org/dc/elements/1.1/': 'dc',
  'http://purl.org/dc/terms/': 'dcterms',
  'http://www.w3.org/1999/xhtml': 'xhtml',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#': 'rdf',
  'http://www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'http://search.yahoo.com/mrss/': 'media',
  'http://search.yahoo.com/mrss': 'media',
  'http://rssnamespace.org/feedburner/ext/1.0': 'feedburner',
  'http://www.w3.org/xml/1998/namespace': 'xml',
}

/** Most elements have no attributes; they share this. */
const noAttributes: Readonly<Record<string, string>> = Object.freeze({})

class StopParsing extends Error {}

/**
 * The document as a tree under a nameless root. Unclosed and crossed tags are taken as they come, and a document
 * that is nested too deeply or has too many elements ends there: `whole` is false then.
 */
export function parseFeedTree(source: string, url: string | null): { root: FeedNode; whole: boolean } {
  const root: FeedNode = {
    name: '',
    attributes: noAttributes,
    children: [],
    text: '',
    base: url,
    language: null,
    start: 0,
    end: source.length,
  }
  const open: FeedNode[] = [root]
  const prefixes = new Map<string, string>()
  const entities = entitiesIn(source)
  let inCdata = false
  let whole = true
  let parts = 0

  const parser = new Parser(
    {
      onopentag(rawName, attributes) {
        if (open.length > maxDepth || ++parts > maxParts) throw new StopParsing()
        notePrefixes(attributes, prefixes)
        const name = usualName(rawName, prefixes)
        const parent = parentFor(name, open, parser.startIndex)
        const node: FeedNode = {
          name,
          attributes: decodeAttributes(attributes, entities),
          children: [],
          text: '',
          base: parent.base,
          language: parent.language,
          start: parser.endIndex + 1,
          end: source.length,
        }
        readScope(node)
        parent.children.push(node)
        open.push(node)
      },
      onattribute() {
        if (++parts > maxParts) throw new StopParsing()
      },
      ontext(data) {
        const node = open.at(-1)
        if (node) node.text += inCdata ? data : decodeEntities(data, entities)
      },
      oncdatastart() {
        inCdata = true
      },
      oncdataend() {
        inCdata = false
      },
      onclosetag() {
        const node = open.pop()
        if (node) node.end = Math.min(node.end, parser.startIndex)
      },
    },
    { xmlMode: true, decodeEntities: false },
  )
  try {
    parser.write(source)
    if (open.length > 1) whole = false
    parser.end()
  } catch (error) {
    if (!(error instanceof StopParsing)) throw error
    whole = false
  }
  return { root, whole }
}

function decodeAttributes(attributes: Record<string, string>, entities: Entities): FeedNode['attributes'] {
  const pairs = Object.entries(attributes)
  if (pairs.length === 0) return noAttributes
  return Object.fromEntries(pairs.map(([key, value]) => [key.toLowerCase(), decodeEntities(value, entities)]))
}

/** What an element says of everything inside. */
function readScope(node: FeedNode): void {
  const base = node.attributes['xml:base']
  const language = node.attributes['xml:lang']
  if (base !== undefined) node.base = resolveBase(base, node.base)
  if (language !== undefined) node.language = language.trim() || null
}

/** What a name stands for, or undefined when it is not defined or has been said too often. */
type Entities = ((name: string) => string | undefined) | null

/** What the document type defines itself (XML 1.0, section 4.2). Short ones only, and so often that they stay small. */
function entitiesIn(source: string): Entities {
  const subset = /<!DOCTYPE[^[<>]*\[([^\]]*)\]/i.exec(source.slice(0, maxDoctypeLength))?.[1] ?? ''
  const definitions = subset.matchAll(/<!ENTITY\s+([\w.-]+)\s+(?:"([^"]{0,100})"|'([^']{0,100})')\s*>/g)
  const known = new Map(
    [...definitions].map(([, name = '', double, single]) => [name, double ?? single ?? '']),
  )
  if (known.size === 0) return null
  let left = maxExpansion
  return (name) => {
    const value = known.get(name)
    left -= value?.length ?? 0
    return left < 0 ? undefined : value
  }
}

/**
 * With the rules of attributes a bare `&copy=1` in an address, which should have been escaped, stays what it is. What
 * a definition stands for is not searched for definitions again, so that none can grow.
 */
function decodeEntities(text: string, own: Entities): string {
  if (!text.includes('&')) return text
  // A replacement of more names than are replaced at all would take its memory for nothing.
  const known =
    own === null || text.length > maxExpansion
      ? text
      : text.replace(/&([\w.-]+);/g, (whole, name) => own(name) ?? whole)
  return decodeHTMLAttribute(known)
}

/** An item inside an item is the next one, whose predecessor was not closed and ends where it begins. */
function parentFor(name: string, open: FeedNode[], start: number): FeedNode {
  const enclosing = /^(item|entry)$/.test(name) ? open.findIndex((node) => node.name === name) : -1
  if (enclosing < 1) return open.at(-1) as FeedNode
  for (const node of open.slice(enclosing)) node.end = Math.min(node.end, start)
  return open[enclosing - 1] as FeedNode
}

function notePrefixes(attributes: Record<string, string>, prefixes: Map<string, string>): void {
  for (const key in attributes) {
    if (!key.startsWith('xmlns:')) continue
    const known = namespaces[attributes[key]?.trim().toLowerCase() ?? '']
    if (known !== undefined) prefixes.set(key.slice('xmlns:'.length).toLowerCase(), known)
  }
}

/** Atom elements keep their prefix, because in an RSS channel `atom:link` and `link` differ. */
function usualName(rawName: string, prefixes: Map<string, string>): string {
  const name = rawName.toLowerCase()
  const colon = name.indexOf(':')
  if (colon < 0) return name
  const given = name.slice(0, colon)
  const prefix = prefixes.get(given) ?? given
  return prefix === 'rss' ? name.slice(colon + 1) : `${prefix}:${name.slice(colon + 1)}`
}

/** A base that is no web address (`javascript:`, `file:`) resolves nothing and does not count. */
function resolveBase(href: string, base: string | null): string | null {
  const url = URL.canParse(href.trim(), base ?? undefined) ? new URL(href.trim(), base ?? undefined) : null
  return url && /^https?:$/.test(url.protocol) && url.href.length <= maxBaseLength ? url.href : base
}
