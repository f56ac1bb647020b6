import type { FeedNode } from './feed-tree.js'
import type { Content } from './parse-feed.js'

/** Elements that have no end tag in HTML. */
const voidElements = new Set(
  'area base br col embed hr img input link meta param source track wbr'.split(' '),
)

/** Pictures written into the text included. Where no end tags are, every item goes on to the end of the feed. */
const maxMarkupLength = 2_000_000

/** The words of an element. Atom says how they are written; RSS never does, and means HTML. */
export function contentOf(source: string, node: FeedNode): Content {
  const { base, language, text } = node
  const type = (node.attributes.type ?? '').trim().toLowerCase()
  const html = (value: string): Content => ({ value: repairHtml(value), format: 'html', base, language })
  const wrapped = type === 'html' ? escapedInside(node) : null
  if (wrapped !== null) return html(wrapped)
  if (node.children.length > 0) return html(markupIn(source, node, /xhtml|xml$/.test(type)))
  if (isBase64(node, type)) return html(Buffer.from(text, 'base64').toString('utf8'))
  const isText = type === 'text' || type === 'text/plain' || (type === '' && !/[<&]/.test(text))
  return isText ? { value: text, format: 'text', base, language } : html(text)
}

/** TypePad wraps HTML that is escaped, as its type says, in an element. */
function escapedInside({ children, text }: FeedNode): string | null {
  const [only] = children
  const isWrapper = only?.children.length === 0 && text.trim() === '' && only.text.includes('<')
  return isWrapper ? only.text : null
}

/** XHTML, or HTML that should have been escaped: the source itself, without the prefixes of its tags. */
function markupIn(source: string, node: FeedNode, isXml: boolean): string {
  return source
    .slice(node.start, Math.min(node.end, node.start + maxMarkupLength))
    .replace(/<!\[CDATA\[(.*?)(?:\]\]>|$)/gs, (_, text: string) =>
      isXml ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;') : text,
    )
    .replace(/<(\/?)[\w-]+:(?=\w)/g, '<$1')
}

/** Atom 0.3 says so; in Atom 1.0 it is everything that is neither text nor XML (RFC 4287, section 4.1.3.3). */
function isBase64({ attributes }: FeedNode, type: string): boolean {
  if (attributes.mode !== undefined) return attributes.mode.trim().toLowerCase() === 'base64'
  return /^[\w.-]+\/[\w.+-]+$/.test(type) && !/^text\/|[+/]xml$/.test(type)
}

/**
 * HTML as it was meant. An element that is empty in the manner of XML gets its end tag: in HTML `<iframe/>` only
 * begins, and would swallow what follows. A second CDATA section inside the first is markup that nobody meant to show.
 */
function repairHtml(html: string): string {
  const inner = /^\s*<!\[CDATA\[/.test(html)
    ? html.replace(/^\s*<!\[CDATA\[/, '').replace(/\]\]>\s*$/, '')
    : html
  if (!inner.includes('/>')) return inner
  return inner.replace(/<([a-z]\w*)(\s[^<>]*["'\s])?\/>/gi, (tag, name: string, rest = '') =>
    voidElements.has(name.toLowerCase()) ? tag : `<${name}${rest}></${name}>`,
  )
}
