import { type PageBlock, readBlocks, removeBlock } from './page-blocks.js'
import type { PageElement } from './page-element.js'
import { closing, isDateline, notice, request, teaserLabel } from './page-phrases.js'

const maxLeadBlocks = 15
/** Characters above a byline: a title of three lines and a standfirst. */
const maxLead = 600
const maxLabelLength = 40
const maxTeaserLength = 250
const maxClosingLength = 400
/** A heading this long above the text is a standfirst. */
const minStandfirst = 80
const mostlyLinks = 0.8
/** Where less would be left, the page is a list of links, and they are what it is about. */
const minKept = 0.4
/** Of the words of two titles that mean the same. */
const minShared = 0.6

/**
 * Removes what a cleaned article still carries at its edges and between its paragraphs: above it titles, bylines,
 * dates and menus; below it link lists, headings without a text and legal lines; within it labelled links to other
 * articles. `titles` are what the page calls the article. Returns the same element.
 */
export function trimArticle(article: PageElement, titles: readonly string[]): PageElement {
  const blocks = readBlocks(article)
  const teasers = findTeasers(blocks)
  const rest = blocks.filter((block) => !teasers.has(block))
  const kept = new Set(rest.slice(startOf(rest, titles), endOf(rest)))
  if (lengthOf(kept) >= lengthOf(blocks) * minKept)
    for (const block of blocks) if (!kept.has(block)) removeBlock(block, article)
  return article
}

function lengthOf(blocks: Iterable<PageBlock>): number {
  let length = 0
  for (const { text } of blocks) length += text.length
  return length
}

/** Labelled links, and labels with the links below them; a label above text is a heading of the article. */
function findTeasers(blocks: readonly PageBlock[]): Set<PageBlock> {
  const found = new Set<PageBlock>()
  let label: PageBlock | null = null
  for (const block of blocks) {
    if (label && isLinked(block)) found.add(label).add(block)
    else if (isTeaser(block) || notice.test(block.text)) found.add(block)
    else label = isLabel(block) ? block : null
  }
  return found
}

function isLinked({ text, links, isListItem }: PageBlock): boolean {
  return text.length < maxTeaserLength && (links > 0.5 || (isListItem && links > 0))
}

function isTeaser({ text, links, isListItem }: PageBlock): boolean {
  if (text.length > maxTeaserLength) return false
  return (links > 0.3 && teaserLabel.test(text)) || (links > 0.1 && !isListItem && request.test(text))
}

function isLabel({ text }: PageBlock): boolean {
  return text.length < maxLabelLength && !/[.!?]$/.test(text) && teaserLabel.test(text)
}

function endOf(blocks: readonly PageBlock[]): number {
  return blocks.findLastIndex((block) => !isClosing(block)) + 1
}

function isClosing({ text, links, isHeading }: PageBlock): boolean {
  return isHeading || links > mostlyLinks || (text.length < maxClosingLength && closing.test(text))
}

/** Above a byline or date stand only sections, titles and the standfirst; further down it belongs to a quote. */
function startOf(blocks: readonly PageBlock[], titles: readonly string[]): number {
  let [length, afterDateline] = [0, 0]
  for (const [i, block] of blocks.slice(0, maxLeadBlocks).entries()) {
    if (!block.isListItem && isDateline(block.text)) afterDateline = i + 1
    length += block.text.length
    if (length > maxLead) break
  }
  const first = blocks.findIndex((block, i) => i >= afterDateline && !isOpening(block, titles))
  return Math.max(first, 0)
}

function isOpening({ text, links, isHeading }: PageBlock, titles: readonly string[]): boolean {
  const isStandfirst = isHeading && text.length > minStandfirst
  return (
    isStandfirst || links > mostlyLinks || isUrl(text) || titles.some((title) => isSameTitle(text, title))
  )
}

function isUrl(text: string): boolean {
  return /^https?:\/\/\S+$/.test(text)
}

/** Sites shorten and extend their titles; most words stay the same. */
function isSameTitle(text: string, title: string): boolean {
  const [ours, theirs] = [wordsOf(text), wordsOf(title)]
  if (ours.size === 0 || text.length > title.length * 2) return false
  const shared = [...ours].filter((word) => theirs.has(word)).length
  return shared >= minShared * Math.max(ours.size, theirs.size)
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
}
