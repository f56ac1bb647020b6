import { primaryLanguage } from '../../core/language.js'
import { canonicalUrl } from '../text/canonical-url.js'
import { parseDate } from '../text/parse-date.js'
import { contentOf } from './feed-content.js'
import { paceOf } from './feed-pace.js'
import { type FeedNode, parseFeedTree } from './feed-tree.js'
import {
  type Content,
  type Enclosure,
  type FeedItem,
  maxItems,
  type Person,
  type RawFeed,
} from './parse-feed.js'

/** Where words and dates may stand, the most telling name first. */
const names = {
  id: list('guid id atom:id dc:identifier'),
  title: list('title dc:title media:title itunes:title atom:title'),
  content: list('content:encoded content atom:content xhtml:body body fullitem fulltext'),
  summary: list(
    'description summary atom:summary itunes:summary media:description dc:description abstract itunes:subtitle',
  ),
  feedSummary: list(
    'description subtitle tagline atom:subtitle dc:description itunes:summary abstract info itunes:subtitle',
  ),
  published: list(
    'pubdate published issued atom:published dcterms:issued created dcterms:created dcterms:available',
  ),
  updated: list('updated modified atom:updated dcterms:modified lastbuilddate dc:date dcterms:date date'),
  language: list('language dc:language'),
}
/** Who wrote it. Each group is looked at only when the ones before name nobody. */
const authorNames = [
  list('author atom:author'),
  list('dc:creator dc:author dcterms:creator'),
  list('itunes:author'),
  list('managingeditor'),
]
/** Longer names, addresses and ids are not looked into. */
const maxNameLength = 500
const roots = new Set(list('rss rdf:rdf rdf feed channel entry atom:feed atom:entry'))

function list(words: string): string[] {
  return words.split(' ')
}

/** RSS of all versions, RDF, CDF and Atom, also a single Atom entry; null when the document has no root of these. */
export function parseXmlFeed(source: string, url: string): RawFeed | null {
  const { root, whole } = parseFeedTree(source, url)
  const top = root.children.find(({ name }) => roots.has(name))
  if (!top) return null
  // A feed whose own elements carry the Atom prefix means what one without prefixes means.
  if (top.name.startsWith('atom:')) dropAtomPrefix(top)
  const channel = channelIn(top)
  const feed = partOf(source, channel)
  return {
    ...feed,
    siteUrl: linkOf(channel),
    description: contentAt(source, channel, names.feedSummary),
    pace: paceOf(channel),
    items: itemsIn(top).map((node) => {
      const item = itemOf(source, node)
      // An Atom feed's author is the author of each entry that names none (RFC 4287, section 4.2.1).
      return item.authors.length > 0 || top.name !== 'feed' ? item : { ...item, authors: feed.authors }
    }),
    whole,
  }
}

/** What describes the feed. An entry on its own may say where it comes from (RFC 4287, section 4.2.11). */
function channelIn(top: FeedNode): FeedNode {
  if (top.name !== 'entry') return childrenOf(top, 'channel')[0] ?? top
  return childrenOf(top, 'source')[0] ?? { ...top, attributes: {}, children: [], text: '' }
}

function dropAtomPrefix(top: FeedNode): void {
  const waiting = [top]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    node.name = node.name.replace(/^atom:/, '')
    for (const child of node.children) waiting.push(child)
  }
}

/** Items stand in the channel, beside it (RDF, RSS 0.90), or deeper where a tag before them was not closed. */
function itemsIn(top: FeedNode): FeedNode[] {
  const found: FeedNode[] = []
  const waiting = [top]
  // One more than is read shows that there are more.
  for (let node = waiting.pop(); node && found.length <= maxItems; node = waiting.pop()) {
    if (node.name === 'item' || node.name === 'entry') found.push(node)
    else for (let i = node.children.length - 1; i >= 0; i--) waiting.push(node.children[i] as FeedNode)
  }
  return found
}

function partOf(source: string, node: FeedNode) {
  return {
    id: idOf(node),
    title: contentAt(source, node, names.title),
    authors: authorsOf(node),
    language: primaryLanguage(words(node, names.language) ?? node.language),
    publishedAt: firstDate(node, names.published),
    updatedAt: firstDate(node, names.updated) ?? parseDate(node.attributes.lastmod ?? ''),
    tags: tagsOf(node),
  }
}

function itemOf(source: string, node: FeedNode): FeedItem {
  // Media RSS may gather an item's media and what is said of them in groups.
  const parts = [node, ...childrenOf(node, 'media:group')]
  const common = partOf(source, node)
  const [sourceOf] = childrenOf(node, 'source')
  return {
    ...common,
    title: common.title ?? firstIn(parts, (part) => contentAt(source, part, names.title)),
    ...textsOf(source, parts),
    url: urlOf(node),
    authors: common.authors.length > 0 || !sourceOf ? common.authors : authorsOf(sourceOf),
    enclosures: distinct(parts.flatMap(enclosuresOf)),
    image: firstIn(parts, imageOf),
  }
}

function firstIn<T>(parts: FeedNode[], read: (part: FeedNode) => T | null): T | null {
  for (const part of parts) {
    const found = read(part)
    if (found !== null) return found
  }
  return null
}

/** An item with a summary beside its description has the article in the description. */
function textsOf(source: string, parts: FeedNode[]): Pick<FeedItem, 'content' | 'summary'> {
  const first = (candidates: readonly string[]) =>
    firstIn(parts, (part) => contentAt(source, part, candidates))
  const content = first(names.content)
  const teaser = content === null ? first(['summary', 'atom:summary']) : null
  const description = teaser && first(['description'])
  return description ? { content: description, summary: teaser } : { content, summary: first(names.summary) }
}

function idOf(node: FeedNode): string | null {
  const child = childWithText(node, names.id)
  const id = child?.text.trim() ?? node.attributes['rdf:about'] ?? node.attributes.about ?? null
  // Atom's ids are addresses (RFC 4287, section 4.2.6): what is written as a path is a relative one.
  const isPath = child?.name === 'id' && id !== null && id.length < maxNameLength && /^[^\s:]*\/\S*$/.test(id)
  return isPath && child.base !== null && URL.canParse(id, child.base) ? new URL(id, child.base).href : id
}

function urlOf(node: FeedNode): string | null {
  const original = canonicalUrl(words(node, ['feedburner:origlink']))
  if (original !== null) return original
  const guid = childrenOf(node, 'guid')[0]
  const guidIsLink =
    guid && guid.attributes.ispermalink?.toLowerCase() !== 'false' && /^https?:\/\//i.test(guid.text.trim())
  const about = /^https?:/i.test(node.attributes['rdf:about'] ?? '') ? node.attributes['rdf:about'] : null
  return linkOf(node) ?? canonicalUrl(guidIsLink ? guid.text : about, node.base)
}

/** Of a date that is given twice the later element counts, as for readers that overwrite what they had. */
function firstDate(node: FeedNode, candidates: readonly string[]): number | null {
  for (const name of candidates) {
    const date = firstIn(childrenOf(node, name).reverse(), ({ text }) => parseDate(text))
    if (date !== null) return date
  }
  return null
}

/**
 * Atom: the alternate link, HTML before other types; a link to itself is better than none. RSS: the words of `link`.
 * CDF: the attribute `href`.
 */
function linkOf(node: FeedNode): string | null {
  const candidates = node.children.filter(
    ({ name }) => name === 'link' || name === 'atom:link' || name === 'url',
  )
  const alternates = candidates.filter((link) => /^(alternate)?$/i.test(link.attributes.rel?.trim() ?? ''))
  const html = alternates.filter((link) =>
    /^(text\/html|application\/xhtml\+xml)?$/i.test(link.attributes.type ?? ''),
  )
  const self = candidates.filter((link) => link.attributes.rel?.trim().toLowerCase() === 'self')
  for (const link of [...html, ...alternates, ...self]) {
    const { href } = link.attributes
    const url = canonicalUrl(href === '' ? link.base : (href ?? link.text), link.base)
    if (url !== null) return url
  }
  return canonicalUrl(node.attributes.href, node.base)
}

function authorsOf(node: FeedNode): Person[] {
  const groups = authorNames.map((group) =>
    node.children.filter(({ name }) => group.includes(name)).flatMap(personIn),
  )
  // An address alone is better than nobody, but not better than a name further down.
  return (
    groups.find((people) => people.some(({ name }) => name !== null)) ??
    groups.find((people) => people.length > 0) ??
    []
  )
}

/** Atom has elements for the parts of a person; RSS writes `mail@example.org (Jane Doe)`, or as in mail headers. */
function personIn(node: FeedNode): Person[] {
  const structured = words(node, ['name', 'atom:name', 'dc:title', 'foaf:name'])
  const address = words(node, ['uri', 'atom:uri', 'url', 'homepage'])
  const mail = words(node, ['email', 'atom:email'])
  const text = node.text.trim().slice(0, maxNameLength)
  const email = mail ?? /[^\s()<>",;:]+@[^\s()<>",;:]+/.exec(text)?.[0] ?? null
  const written = (email === null ? text : text.replace(email, ''))
    .replace(/mailto:|<[^<>]*>|\(\s*\)/gi, '')
    .trim()
  const name = structured ?? ((/^["(](.*)[")]$/s.exec(written)?.[1]?.trim() ?? written) || null)
  const url = canonicalUrl(address, node.base)
  return name === null && email === null && url === null ? [] : [{ name, email, url }]
}

function tagsOf(node: FeedNode): string[] {
  const tags = node.children.flatMap(writtenTags).map((tag) => tag.replace(/\s+/g, ' ').trim())
  return [...new Set(tags.filter(Boolean))]
}

function writtenTags(node: FeedNode): string[] {
  const { term, label, text } = node.attributes
  if (node.name === 'itunes:category') return [text ?? '', ...node.children.flatMap(writtenTags)]
  if (/^(itunes|media):keywords$/.test(node.name)) return node.text.split(',')
  if (/^(atom:|media:)?category$|^dc:subject$/.test(node.name))
    return [term ?? (node.text.trim() || (label ?? ''))]
  return []
}

/** Media RSS often repeats the enclosure of RSS. */
function distinct(files: Enclosure[]): Enclosure[] {
  const known = new Map<string, Enclosure>()
  for (const file of files) if (!known.has(file.url)) known.set(file.url, file)
  return [...known.values()]
}

function enclosuresOf(node: FeedNode): Enclosure[] {
  return node.children.flatMap(({ name, attributes, base }) => {
    const isLink = /^(atom:)?link$/.test(name) && attributes.rel?.trim().toLowerCase() === 'enclosure'
    if (!isLink && name !== 'enclosure' && name !== 'media:content') return []
    const url = canonicalUrl(isLink ? attributes.href : attributes.url, base)
    return url === null ? [] : [{ url, type: attributes.type?.trim() || null }]
  })
}

function imageOf(node: FeedNode): string | null {
  for (const { name, attributes, base, children } of node.children) {
    const isPicture = attributes.medium === 'image' || attributes.type?.startsWith('image/')
    const thumbnail =
      name === 'media:content' ? children.find((child) => child.name === 'media:thumbnail') : undefined
    const address =
      name === 'media:thumbnail' || (/^(media:content|enclosure)$/.test(name) && isPicture)
        ? attributes.url
        : name === 'itunes:image'
          ? attributes.href
          : thumbnail?.attributes.url
    const url = canonicalUrl(address, base)
    if (url !== null) return url
  }
  return null
}

function contentAt(source: string, node: FeedNode, candidates: readonly string[]): Content | null {
  const child = childWithText(node, candidates)
  return child && contentOf(source, child)
}

function childrenOf(node: FeedNode, name: string): FeedNode[] {
  return node.children.filter((child) => child.name === name)
}

function childWithText(node: FeedNode, candidates: readonly string[]): FeedNode | null {
  for (const name of candidates) {
    for (const child of node.children)
      if (child.name === name && (child.children.length > 0 || child.text.trim() !== '')) return child
  }
  return null
}

function words(node: FeedNode, candidates: readonly string[]): string | null {
  return childWithText(node, candidates)?.text.trim() || null
}
