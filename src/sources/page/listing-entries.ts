import { oneLine } from '../text/clean-text.js'
import { isDateLine, listedDate } from './listing-date.js'
import type { ListedLink } from './listing-links.js'
import { cleanTitle, isGenericTitle, weightOf } from './listing-title.js'
import { elementsIn, isWithin, type ListingNode, type ListingTree, linesIn } from './listing-tree.js'

/** A link with what its part of the list says of it. */
export interface ListedEntry {
  link: ListedLink
  title: string
  /** How sure the title is: 3 a heading, 2 the link's own words, 1 words beside the link, 0 none. */
  titleRank: number
  teaser: string
  author: string | null
  /** As the page has it, not resolved. */
  image: string | null
  publishedAt: number | null
  /** Whether its part of the list is marked as an article. */
  isMarked: boolean
  /** Whether something is for sale there. */
  hasPrice: boolean
  from: number
  end: number
}

interface Part {
  link: ListedLink
  /** The largest element that holds this link and no other of its kind. */
  card: ListingNode
  from: number
  end: number
}

/** The card of a link that is alone of its kind ends where a second headline begins. */
const maxLoneNodes = 120
/** What is looked at of one part of a list; longer ones hold whole articles. */
const maxPartNodes = 400
const minAlike = 3
/** Shorter lines may be the section above a headline. */
const minHeadline = 20
const minTeaser = 35
const maxTeaser = 1000
const outermost = new Set(['main', 'body', 'html', 'table', 'tbody', 'ul', 'ol', 'dl'])
const heading = /^h[1-6]$/
/** Inside a link or beside it: what is said of the article, not its title. */
const aside =
  /(?:^|[\s_-])(?:date|datum|time|timestamp|meta|categor(?:y|ies)|kicker|eyebrow|label|badge|tags?|author|byline|count|comments?|icon|sr-only|visually-hidden|screen-reader-text|excerpt|summary|description|teaser-text|desc|intro|dek|abstract|rank|number|index)(?:$|[\s_-])/i
const titled = /(?:^|[\s_-])(?:title|headline|heading|p-name|tit|titel|titre|titulo|subject)(?:$|[\s_-])/i
const marked = /(?:^|\s)(?:h-entry|hentry|type-post)(?:\s|$)|schema\.org\/(?:\w*Article|BlogPosting)/
const byAuthor = /(?:^|[\s_-])(?:author|byline|p-author|autor|auteur)(?:$|[\s_-])/i
const han = /\p{Script=Han}/u
const price = /[$€£¥￥₹₽]\s?\d|\d[.,]?\d*\s?(?:€|£|₽|zł|EUR|USD|CHF|Kč)(?![\p{L}\d])/u
const noPicture =
  /^data:|\.svg(?:$|\?)|(?:^|[/_-])(?:avatar|gravatar|icon|logo|pixel|spacer|blank|placeholder|emoji)/i

/** Reads links that stand in the same kind of place, in document order, each with its own part of the page. */
export function readEntries(tree: ListingTree, links: readonly ListedLink[], now: number): ListedEntry[] {
  const labels = labelsOf(tree, links)
  return partsOf(tree, links, now).map((part) => readEntry(tree, part, labels, now))
}

/** What several links of one kind say alike is a label: "Show notes". */
function labelsOf(tree: ListingTree, links: readonly ListedLink[]): Set<string> {
  const addresses = new Map<string, Set<string>>()
  for (const { node, address } of links) {
    const words = linesIn(tree, node.index, node.end).join(' ')
    addresses.set(words, (addresses.get(words) ?? new Set()).add(address.url))
  }
  return new Set([...addresses].filter(([, urls]) => urls.size >= minAlike).map(([words]) => words))
}

function partsOf(tree: ListingTree, links: readonly ListedLink[], now: number): Part[] {
  const cards = links.map((link, i) => cardOf(tree, link, otherBefore(links, i), otherAfter(links, i)))
  const isFlat = links.length > 1 && flatPairs(tree, cards) * 2 >= cards.length - 1
  const starts = cards.map((card) => card.index)
  if (isFlat) moveToDates(tree, cards, starts, now)
  return links.map((link, i) => {
    const card = cards[i] as ListingNode
    const from = starts[i] ?? card.index
    const end = isFlat
      ? Math.min(starts[i + 1] ?? Number.POSITIVE_INFINITY, card.parent?.end ?? card.end)
      : card.end
    return { link, card, from, end: Math.min(end, card.index + maxPartNodes) }
  })
}

function otherBefore(links: readonly ListedLink[], i: number): number {
  const url = links[i]?.address.url
  let at = i - 1
  while (at >= 0 && links[at]?.address.url === url) at--
  return links[at]?.node.index ?? -1
}

function otherAfter(links: readonly ListedLink[], i: number): number {
  const url = links[i]?.address.url
  let at = i + 1
  while (at < links.length && links[at]?.address.url === url) at++
  return links[at]?.node.index ?? Number.POSITIVE_INFINITY
}

/** Climbs from a link while nothing else of its kind comes in: no other link before or after it. */
function cardOf(tree: ListingTree, { node }: ListedLink, before: number, after: number): ListingNode {
  const isLone = before < 0 && after === Number.POSITIVE_INFINITY
  let card = node
  for (let at = node.parent; at && !outermost.has(at.name); at = at.parent) {
    if (at.index <= before || at.end > after) break
    if (isLone && (at.end - at.index > maxLoneNodes || countHeadings(tree, at) > 1)) break
    card = at
  }
  return card
}

function countHeadings(tree: ListingTree, { index, end }: ListingNode): number {
  let count = 0
  for (const { name } of elementsIn(tree, index, end)) if (heading.test(name)) count++
  return count
}

/** Neighbours with words between them: the entries of the list have no elements of their own. */
function flatPairs(tree: ListingTree, cards: readonly ListingNode[]): number {
  return cards.filter((card, i) => {
    const next = cards[i + 1]
    if (!next || next.parent !== card.parent || next.index - card.end > maxPartNodes) return false
    return tree.nodes.slice(card.end, next.index).some((node) => node.name === '' && node.text.trim() !== '')
  }).length
}

/** In some flat lists the date stands before the headline: then it does so above the first. */
function moveToDates(tree: ListingTree, cards: readonly ListingNode[], starts: number[], now: number): void {
  const places = cards.map((card) => dateBefore(tree, card, now))
  if (places[0] === null) return
  for (const [i, place] of places.entries()) if (place !== null) starts[i] = place ?? starts[i] ?? 0
}

/** Where the date directly before an element begins, or null if there is none. */
function dateBefore({ nodes }: ListingTree, { index, parent }: ListingNode, now: number): number | null {
  let at = index - 1
  while (at >= 0 && nodes[at]?.name === '' && nodes[at]?.text.trim() === '') at--
  let before: ListingNode | null = nodes[at] ?? null
  while (before && before.parent !== parent) before = before.parent
  if (!before) return null
  const words = linesIn({ nodes, base: null }, before.index, before.end).join(' ')
  return words !== '' && isDateLine(words, now) ? before.index : null
}

function readEntry(tree: ListingTree, part: Part, labels: ReadonlySet<string>, now: number): ListedEntry {
  const { link, card, from, end } = part
  const { title, rank } = titleOf(tree, part, labels, now)
  const beside = linesIn(tree, from, end, (node) => node === link.node || isMoreLink(tree, node))
  const inside = linesIn(tree, link.node.index, link.node.end)
  const lines = [...beside, ...inside].filter((line) => line !== title)
  const elements = [...elementsIn(tree, from, end)]
  const clues = { marked: elements.flatMap(markedDate), lines, url: link.address.url, isHan: han.test(title) }
  return {
    link,
    title,
    titleRank: rank,
    teaser: teaserOf(lines, title, now),
    author: authorIn(tree, elements),
    image: imageIn(elements),
    publishedAt: listedDate(clues, now),
    isMarked: [card, card.parent].some(isMarkedArticle) || elements.some(isMarkedArticle),
    hasPrice: lines.some((line) => line.length < 40 && price.test(line)),
    from,
    end,
  }
}

function isMoreLink(tree: ListingTree, { name, index, end }: ListingNode): boolean {
  return name === 'a' && isGenericTitle(linesIn(tree, index, end).join(' '))
}

function isMarkedArticle(node: ListingNode | null): boolean {
  if (!node) return false
  return (
    node.name === 'article' || marked.test(`${node.attributes.class ?? ''} ${node.attributes.itemtype ?? ''}`)
  )
}

/**
 * The title of an entry: the heading that holds the link or is held by it; the part of the link that is named so; the
 * link's own words; else the heading beside it and what describes the link. A link without words of its own ("Read
 * more", a picture, a whole card) has the first line of its card.
 */
function titleOf(
  tree: ListingTree,
  part: Part,
  labels: ReadonlySet<string>,
  now: number,
): { title: string; rank: number } {
  const { node } = part.link
  const inside = [...elementsIn(tree, node.index, node.end)]
  const holder = inside.find(({ name }) => heading.test(name)) ?? inside.find((each) => isNamed(each, titled))
  const words = linesIn(tree, node.index, node.end).join(' ')
  const isLabel = words === '' || labels.has(words)
  const own = isLabel ? '' : firstTitle(linesOf(tree, holder ?? node), now)
  if (own !== '') {
    const isHeading = isWithin(holder ?? node, ({ name }) => heading.test(name))
    return { title: own, rank: isHeading ? 3 : 2 }
  }
  const around = [...elementsIn(tree, part.from, part.end)]
  const beside = around.find(({ name }) => heading.test(name)) ?? around.find((each) => isNamed(each, titled))
  const candidates = [
    beside && !leadsElsewhere(tree, beside, part.link) ? linesOf(tree, beside) : [],
    [node.attributes['aria-label'] ?? '', node.attributes.title ?? ''],
    inside.map(({ attributes }) => attributes.alt ?? ''),
    isLabel ? linesIn(tree, part.from, part.end, ({ name }) => name === 'a') : [],
  ]
  const title = candidates.map((lines) => firstTitle(lines, now)).find((line) => line !== '') ?? ''
  return { title, rank: title === '' ? 0 : 1 }
}

function leadsElsewhere(tree: ListingTree, { index, end }: ListingNode, link: ListedLink): boolean {
  return [...elementsIn(tree, index, end)].some(
    ({ name, attributes }) => name === 'a' && attributes.href !== link.node.attributes.href,
  )
}

function linesOf(tree: ListingTree, { index, end }: ListingNode): string[] {
  const all = linesIn(
    tree,
    index,
    end,
    (node) => node.index > index && (node.name === 'time' || isNamed(node, aside)),
  )
  return all.length > 0 ? all : linesIn(tree, index, end)
}

function isNamed({ name, attributes }: ListingNode, names: RegExp): boolean {
  return name !== '' && names.test(attributes.class ?? attributes.itemprop ?? '')
}

/** Above a headline stands its section, in one or two short words; below it the teaser. */
function firstTitle(lines: readonly string[], now: number): string {
  const titles = lines
    .map(cleanTitle)
    .filter((line) => line !== '' && !isGenericTitle(line) && !isDateLine(line, now))
  const [first = ''] = titles
  return titles.slice(0, 3).find((line) => weightOf(line) >= minHeadline && !/[.。]$/.test(line)) ?? first
}

function teaserOf(lines: readonly string[], title: string, now: number): string {
  const telling = lines.filter(
    (line) => weightOf(line) >= minTeaser && !isGenericTitle(line) && !isDateLine(line, now),
  )
  const beside = telling.filter((line) => !title.startsWith(cleanTitle(line)) && !isDescribed(line))
  const [first = '', second = ''] = beside
  return oneLine(first.length < minTeaser * 3 && second !== '' ? `${first} ${second}` : first, maxTeaser)
}

/** "12 March 2024 | Press release | 3 min read": short parts between bars are no sentence. */
function isDescribed(line: string): boolean {
  const parts = line.split(/\s[|·•/]\s/)
  return parts.length > 2 && parts.every((part) => part.length < 40)
}

function markedDate({ name, attributes }: ListingNode): string[] {
  const { datetime, content, title, itemprop = '' } = attributes
  const isDate =
    name === 'time' ||
    /datePublished|dateCreated/i.test(itemprop) ||
    /dt-published|published/.test(attributes.class ?? '')
  return isDate ? [datetime ?? '', content ?? '', title ?? ''].filter((value) => /\d/.test(value)) : []
}

function authorIn(tree: ListingTree, elements: readonly ListingNode[]): string | null {
  const element = elements.find(
    (each) =>
      each.attributes.rel === 'author' || each.attributes.itemprop === 'author' || isNamed(each, byAuthor),
  )
  const [line = ''] = element ? linesIn(tree, element.index, element.end) : []
  const name = line.replace(/^(?:by|von|par|por|di|door|av|af|作者[:：]?)\s+/i, '')
  return name !== '' && name.length < 80 && !/\d/.test(name) ? name : null
}

/** The first picture that is none of the page's own signs; lazy pages keep the address in other attributes. */
function imageIn(elements: readonly ListingNode[]): string | null {
  for (const { name, attributes } of elements) {
    if (name !== 'img' || Number(attributes.width ?? 100) < 50) continue
    const lazy = attributes['data-src'] ?? attributes['data-lazy-src'] ?? attributes['data-original']
    const sources = [lazy, attributes.src, attributes.srcset?.trim().split(/[\s,]/)[0]]
    const source = sources.find((address) => address && !noPicture.test(address))
    if (source) return source
  }
  return null
}
