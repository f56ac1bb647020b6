import { Parser } from 'htmlparser2'

/** What a page says of itself in its head, JSON-LD and time elements, and how it is built. */
export interface PageHead {
  title: string
  lang: string | null
  canonical: string | null
  /** By lower-case name or property; the first of each. */
  meta: Map<string, string>
  jsonLd: string[]
  /** Of the first time element; what is marked as the date of publication is with the metas. */
  time: string | null
  /** What the first link to the author's page says. */
  author: string
  /** The words that follow the first h1, about two lines. */
  belowTitle: string
  /** The attributes of the pictures among and right below these words. */
  picturesBelowTitle: Record<string, string>[]
  /** How deep elements nest, and how many elements and runs of text there are. */
  depth: number
  nodes: number
  /** The squares of how many attributes each element has, added up: a DOM looks through them for each one. */
  attributeLooks: number
  ampersands: number
}

/** Pages nest below 100; beyond this every extractor gets slow enough to hang. */
export const maxPageDepth = 500

const maxBelowTitle = 400
const maxPictures = 5
/** Elements inside an author's link, after which its words go on. */
const inAuthor = new Set(['span', 'b', 'strong', 'em', 'i', 'img', 'svg', 'br'])

type Collected = 'title' | 'jsonLd' | 'author' | 'nothing'

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
    author: '',
    belowTitle: '',
    picturesBelowTitle: [],
    depth: 0,
    nodes: 0,
    attributeLooks: 0,
    ampersands: html.split('&').length - 1,
  }
  let depth = 0
  let collecting: Collected | null = null
  let isBelowTitle = false
  const parser = new Parser({
    onopentag(name, attributes) {
      depth++
      head.nodes++
      head.attributeLooks += Object.keys(attributes).length ** 2
      head.depth = Math.max(head.depth, depth)
      if (depth > maxPageDepth) throw new StopParsing()
      noteElement(head, name, attributes)
      collecting = collectedFrom(head, name, attributes) ?? collecting
      if (collecting === 'jsonLd') head.jsonLd.push('')
      if (name === 'img' && isBelowTitle && isShort(head)) head.picturesBelowTitle.push(attributes)
    },
    ontext(data) {
      head.nodes++
      if (collecting === 'title' || collecting === 'author') head[collecting] += data
      else if (collecting === 'jsonLd') head.jsonLd.push((head.jsonLd.pop() ?? '') + data)
      else if (isBelowTitle && collecting === null && head.belowTitle.length < maxBelowTitle)
        head.belowTitle += `${data.slice(0, maxBelowTitle)} `
    },
    onclosetag(name) {
      depth--
      isBelowTitle ||= name === 'h1'
      if (!inAuthor.has(name)) collecting = null
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

/** Whether the words below the title go on; pictures further down belong to other parts of the page. */
function isShort({ belowTitle, picturesBelowTitle }: PageHead): boolean {
  return belowTitle.length < maxBelowTitle && picturesBelowTitle.length < maxPictures
}

function collectedFrom(head: PageHead, name: string, attributes: Record<string, string>): Collected | null {
  if (name === 'title' && head.title === '') return 'title'
  if (name === 'a' && head.author.trim() === '' && attributes.rel === 'author') return 'author'
  if (name === 'style') return 'nothing'
  if (name !== 'script') return null
  return /ld\+json/i.test(attributes.type ?? '') ? 'jsonLd' : 'nothing'
}

function noteElement(head: PageHead, name: string, attributes: Record<string, string>): void {
  if (name === 'html') head.lang ??= attributes.lang ?? attributes['xml:lang'] ?? null
  else if (name === 'meta') {
    const key = (attributes.property ?? attributes.name ?? attributes.itemprop)?.toLowerCase()
    if (key && attributes.content && !head.meta.has(key)) head.meta.set(key, attributes.content)
  } else if (name === 'link' && /\bcanonical\b/i.test(attributes.rel ?? ''))
    head.canonical ??= attributes.href ?? null
  else noteDate(head, name, attributes)
}

/** Schema.org microdata and microformats name the date on any element. */
function noteDate(head: PageHead, name: string, attributes: Record<string, string>): void {
  const value = attributes.datetime ?? attributes.content ?? attributes.title
  if (!value || !/\d/.test(value)) return
  const isPublished =
    /^datePublished$/i.test(attributes.itemprop ?? '') ||
    /(^|\s)(dt-published|published|entry-date)(\s|$)/.test(attributes.class ?? '') ||
    'pubdate' in attributes
  if (isPublished && !head.meta.has('datepublished')) head.meta.set('datepublished', value)
  if (name === 'time') head.time ??= attributes.datetime ?? null
}
