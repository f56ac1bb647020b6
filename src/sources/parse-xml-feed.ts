import { canonicalUrl } from './canonical-url.js'
import { type FeedNode, parseFeedTree } from './feed-tree.js'
import { primaryLanguage } from './language.js'
import { parseDate } from './parse-date.js'
import type { Content, FeedItem, RawFeed } from './parse-feed.js'

/** Where a date may stand, the most telling first. */
const dateNames =
  'pubdate published issued dc:date dcterms:issued created dcterms:created dcterms:date date updated atom:published atom:updated modified dcterms:modified'.split(
    ' ',
  )
const headRoots = new Set(['rss', 'rdf:rdf', 'rdf', 'feed', 'channel'])

/** RSS of all versions, RDF and Atom; null when the document has the root of none of them. */
export function parseXmlFeed(source: string, url: string): RawFeed | null {
  const { root, whole } = parseFeedTree(source, url)
  const top = root.children.find((node) => headRoots.has(localName(node.name)))
  if (!top) return null
  // A feed whose own elements carry the Atom prefix means what one without prefixes means.
  if (top.name === 'atom:feed') dropAtomPrefix(top)
  const channel = childrenOf(top, 'channel')[0] ?? top
  const items = itemsIn(top)
  const link = linkOf(channel)
  return {
    title: textConstruct(source, childWithText(channel, ['title', 'dc:title', 'atom:title'])),
    siteUrl: link,
    language: primaryLanguage(
      words(channel, ['language', 'dc:language']) ??
        channel.attributes['xml:lang'] ??
        top.attributes['xml:lang'],
    ),
    items: items.map((node) => itemOf(source, node)),
    whole,
  }
}

function localName(name: string): string {
  return name === 'atom:feed' ? 'feed' : name
}

function dropAtomPrefix(top: FeedNode): void {
  const waiting = [top]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    node.name = node.name.replace(/^atom:/, '')
    waiting.push(...node.children)
  }
}

/** Items stand in the channel, beside it (RDF, RSS 0.90), or deeper where a tag before them was not closed. */
function itemsIn(top: FeedNode): FeedNode[] {
  const found: FeedNode[] = []
  const waiting = [top]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.name === 'item' || node.name === 'entry') found.push(node)
    else for (let i = node.children.length - 1; i >= 0; i--) waiting.push(node.children[i] as FeedNode)
  }
  return found
}

function itemOf(source: string, node: FeedNode): FeedItem {
  const guid = childrenOf(node, 'guid')[0]
  const id =
    words(node, ['guid', 'id', 'dc:identifier']) ??
    node.attributes['rdf:about'] ??
    node.attributes.about ??
    null
  const guidIsLink = guid && guid.attributes.ispermalink !== 'false' && /^https?:\/\//i.test(guid.text.trim())
  const original = canonicalUrl(words(node, ['feedburner:origlink']))
  const about = /^https?:/i.test(node.attributes['rdf:about'] ?? '') ? node.attributes['rdf:about'] : null
  return {
    id,
    url: original ?? linkOf(node) ?? canonicalUrl(guidIsLink ? guid.text : about, node.base),
    title: textConstruct(source, childWithText(node, ['title', 'dc:title', 'media:title', 'itunes:title'])),
    content: textConstruct(
      source,
      childWithText(node, ['content:encoded', 'content', 'atom:content', 'xhtml:body', 'body', 'fulltext']),
    ),
    summary: textConstruct(
      source,
      childWithText(node, [
        'description',
        'summary',
        'atom:summary',
        'itunes:summary',
        'media:description',
        'dc:description',
        'abstract',
      ]),
    ),
    author: authorOf(node),
    language: primaryLanguage(words(node, ['dc:language', 'language']) ?? node.attributes['xml:lang']),
    publishedAt: firstDate(node),
  }
}

function firstDate(node: FeedNode): number | null {
  for (const name of dateNames) {
    const date = parseDate(words(node, [name]) ?? '')
    if (date !== null) return date
  }
  return null
}

/** Atom: the alternate link, HTML before other types. RSS: the words of `link`. */
function linkOf(node: FeedNode): string | null {
  const candidates = node.children.filter(
    ({ name }) => name === 'link' || name === 'atom:link' || name === 'url',
  )
  const alternates = candidates.filter((link) => /^(alternate)?$/i.test(link.attributes.rel?.trim() ?? ''))
  const html = alternates.filter((link) =>
    /^(text\/html|application\/xhtml\+xml)?$/i.test(link.attributes.type ?? ''),
  )
  for (const link of [...html, ...alternates]) {
    const url = canonicalUrl(link.attributes.href ?? link.text, link.base)
    if (url !== null) return url
  }
  return null
}

function authorOf(node: FeedNode): string | null {
  const people = node.children.filter(({ name }) => name === 'author' || name === 'atom:author')
  const named = people
    .map((person) => words(person, ['name', 'atom:name']) ?? personName(person.text))
    .filter((name) => name !== null)
  return (
    named.join(', ') ||
    childrenOf(node, 'dc:creator')
      .map((creator) => creator.text.trim())
      .filter(Boolean)
      .join(', ') ||
    words(node, ['itunes:author', 'media:credit'])
  )
}

/** RSS wants `mail@example.org (Jane Doe)`; an address alone is nobody's name. */
function personName(text: string): string | null {
  const name = /\(([^()]+)\)/.exec(text)?.[1] ?? text.replace(/<[^<>]*>|\S+@\S+/g, '')
  return name.trim() || null
}

/** Atom says how its words are written; RSS never does, and means HTML. */
function textConstruct(source: string, node: FeedNode | null): Content | null {
  if (node === null) return null
  const type = (node.attributes.type ?? '').toLowerCase()
  const isText = type === 'text' || type === 'text/plain'
  if (node.children.length > 0) {
    // XHTML, or HTML that should have been escaped: the source itself, without the prefixes of its tags.
    const inner = source.slice(node.start, node.end).replace(/<!\[CDATA\[|\]\]>/g, '')
    return { value: inner.replace(/<(\/?)[\w-]+:(?=\w)/g, '<$1'), format: 'html' }
  }
  if (node.attributes.mode === 'base64')
    return { value: Buffer.from(node.text, 'base64').toString('utf8'), format: 'html' }
  const isAtomText = type === '' && node.name === 'title' && !node.text.includes('<')
  return { value: node.text, format: isText || isAtomText ? 'text' : 'html' }
}

function childrenOf(node: FeedNode, name: string): FeedNode[] {
  return node.children.filter((child) => child.name === name)
}

function childWithText(node: FeedNode, names: readonly string[]): FeedNode | null {
  for (const name of names) {
    const found = childrenOf(node, name).find(
      (child) => child.text.trim() !== '' || child.children.length > 0,
    )
    if (found) return found
  }
  return null
}

function words(node: FeedNode, names: readonly string[]): string | null {
  return childWithText(node, names)?.text.trim() || null
}
