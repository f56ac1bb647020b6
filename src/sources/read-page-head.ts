import { Parser } from 'htmlparser2'

/** What a page says of itself in its head, JSON-LD and time elements, and how it is built. */
export interface PageHead {
  title: string
  lang: string | null
  canonical: string | null
  /** By lower-case name or property; the first of each. */
  meta: Map<string, string>
  jsonLd: string[]
  time: string | null
  /** How deep elements nest, and how many elements and runs of text there are. */
  depth: number
  nodes: number
  ampersands: number
}

/** Pages nest below 100; beyond this every extractor gets slow enough to hang. */
export const maxPageDepth = 500

class StopParsing extends Error {}

/**
 * One pass over the page without building it. It stops where the nesting passes 500: `depth` is 501 then, and the
 * page must not be given to anything that builds a tree.
 */
export function readPageHead(html: string): PageHead {
  const head: PageHead = {
    title: '',
    lang: null,
    canonical: null,
    meta: new Map(),
    jsonLd: [],
    time: null,
    depth: 0,
    nodes: 0,
    ampersands: html.split('&').length - 1,
  }
  let depth = 0
  let collecting: 'title' | 'jsonLd' | null = null
  const parser = new Parser({
    onopentag(name, attributes) {
      depth++
      head.nodes++
      head.depth = Math.max(head.depth, depth)
      if (depth > maxPageDepth) throw new StopParsing()
      noteElement(head, name, attributes)
      if (name === 'title' && head.title === '') collecting = 'title'
      else if (name === 'script' && /ld\+json/i.test(attributes.type ?? '')) {
        collecting = 'jsonLd'
        head.jsonLd.push('')
      }
    },
    ontext(data) {
      head.nodes++
      if (collecting === 'title') head.title += data
      else if (collecting === 'jsonLd') head.jsonLd.push((head.jsonLd.pop() ?? '') + data)
    },
    onclosetag() {
      depth--
      collecting = null
    },
  })
  try {
    parser.write(html)
    parser.end()
  } catch (error) {
    if (!(error instanceof StopParsing)) throw error
  }
  return head
}

function noteElement(head: PageHead, name: string, attributes: Record<string, string>): void {
  if (name === 'html') head.lang ??= attributes.lang ?? attributes['xml:lang'] ?? null
  else if (name === 'meta') {
    const key = (attributes.property ?? attributes.name ?? attributes.itemprop)?.toLowerCase()
    if (key && attributes.content && !head.meta.has(key)) head.meta.set(key, attributes.content)
  } else if (name === 'link' && /\bcanonical\b/i.test(attributes.rel ?? ''))
    head.canonical ??= attributes.href ?? null
  else if (name === 'time') head.time ??= attributes.datetime ?? null
}
