import { cleanText } from './clean-text.js'
import { titleFromText } from './draft.js'
import { maxReadLength } from './html-to-text.js'
import { isNote, readHeader, type ScrapedHeader } from './scraped-header.js'
import { countTags, countWords, splitGlued, stripTags } from './split-headlines.js'

export interface ScrapedPage {
  /** The page's own article; null when the text carries nothing but teasers and headlines. */
  main: { title: string; text: string; publishedAt: number | null; author: string | null } | null
  /** Other articles of the site, with the first lines of their text. */
  teasers: { title: string; text: string }[]
  /** Other articles of which only the headline is there. */
  headlines: string[]
}

interface Pair {
  start: number
  end: number
}

const maxHeadlineLength = 300
/** A refrain or a row of stars is repeated too; a teaser's headline has at least four words. */
const minTeaserWords = 4
/** After its headline a teaser has one paragraph, rarely two; an article's own text goes on longer. */
const maxTeaserBlocks = 2
const longLine = 120
/** News pages have some hundred lines; a longer text is a book or a table and is not searched for teasers. */
const maxPageLines = 3000

/**
 * Reads the plain text of a scraped news page: a title, a date line, the article; then teasers of other articles,
 * whose headline is printed twice; then lines into which more headlines were glued. Text without these marks is one
 * article, and text of nothing but headlines is headlines. Nothing but tags, repetitions and whitespace gets lost.
 */
export function parseScrapedText(source: string): ScrapedPage {
  const lines = cleanText(source.slice(0, maxReadLength))
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
  if (lines.length > maxPageLines) return { main: plainArticle(lines), teasers: [], headlines: [] }
  const page = new PageLines(lines)
  const onlyHeadlines = page.asHeadlines()
  if (onlyHeadlines) return { main: null, teasers: [], headlines: onlyHeadlines }
  if (page.isTeasersOnly()) {
    const { teasers, headlines } = page.tailFrom(page.firstTeaser(0))
    return { main: null, teasers, headlines }
  }

  const header = readHeader(lines, (line) => page.isTitleLine(line))
  const tailStart = page.firstTeaser(header.bodyStart)
  const bodyEnd = page.bodyEnd(header.bodyStart, tailStart)
  const tail = page.tailFrom(bodyEnd)
  const body = lines.slice(header.bodyStart, bodyEnd)
  return { main: mainOf(header, body, tail), teasers: tail.teasers, headlines: tail.headlines }
}

function plainArticle(lines: readonly string[]): ScrapedPage['main'] {
  const text = paragraphsOf(lines).join('\n\n')
  return { title: titleFromText(text), text, publishedAt: null, author: null }
}

interface Tail {
  teasers: { title: string; text: string }[]
  headlines: string[]
  notes: string[]
}

function mainOf(header: ScrapedHeader, body: readonly string[], tail: Tail): ScrapedPage['main'] {
  const isScraped = header.dated || tail.teasers.length > 0 || tail.headlines.length > 0
  const own = header.title === null ? body : withoutRepeatedTitle(body, header.title)
  const text = [...header.lead, ...paragraphsOf(own), ...header.notes, ...tail.notes].join('\n\n')
  if (header.title === null && text === '') return null
  const title =
    header.title === null ? titleFromText(text) : isScraped ? stripTags(header.title) : header.title
  return { title, text, publishedAt: header.publishedAt, author: header.author }
}

/** The lines of a page and what can be said about each of them. */
class PageLines {
  private readonly words: Set<string>
  private readonly pieces = new Map<string, string[] | null>()

  constructor(private readonly lines: readonly string[]) {
    // Only words with a capital inside are ever looked up; a text that uses one several times, uses it as a name.
    // Lines with tags do not count: there the same two words can meet twice at a border.
    const prose = lines.filter((line) => !/[|｜]/.test(line))
    const words = prose.flatMap((line) => line.match(/(?<!\p{L})\p{Lu}?\p{Ll}+\p{Lu}\p{L}+(?!\p{L})/gu) ?? [])
    const seen = new Set<string>()
    this.words = new Set(words.filter((word) => seen.size === seen.add(word).size))
  }

  /** Asked several times of the same lines, so remembered. */
  split(line: string): string[] | null {
    let pieces = this.pieces.get(line)
    if (pieces === undefined) {
      pieces = splitGlued(line, (word) => this.words.has(word))
      this.pieces.set(line, pieces)
    }
    return pieces
  }

  /** Could be a headline by its looks: some words, not a sentence, not a label. */
  isHeadline(line: string): boolean {
    const title = stripTags(line)
    if (title.length > maxHeadlineLength || countWords(title) < minTeaserWords || isNote(line)) return false
    return !/[.。;；,，:：…]$/.test(title)
  }

  /** A first line is a title if something else follows it: a blank line, a date, or lines that are paragraphs. */
  isTitleLine(line: string): boolean {
    const next = this.lines[this.lines.indexOf(line) + 1]
    if (line.length > maxHeadlineLength || /[.。;；,，:：]$/.test(line) || next === undefined) return false
    return (
      next === '' || next.length > longLine || next === line || readHeader([next], () => false).bodyStart > 0
    )
  }

  /** Headlines, if the whole text is nothing else: tagged or glued ones, a lone line, or three and more lines. */
  asHeadlines(): string[] | null {
    const filled = this.lines.filter((line) => line !== '')
    const plain = filled.filter((line) => !this.isStrongHeadline(line))
    const enough = plain.length < filled.length || filled.length === 1 || filled.length > 2
    if (filled.length === 0 || !enough) return null
    if (!plain.every((line) => line.length <= 200 && this.isHeadline(line))) return null
    if (readHeader(this.lines, () => true).dated || this.pairs(0).length > 0) return null
    return filled.flatMap((line) => (this.split(line) ?? [line]).map(stripTags))
  }

  isTeasersOnly(): boolean {
    const first = this.lines.findIndex((line) => line !== '')
    const pairs = this.pairs(0)
    if (pairs[0]?.start !== first || pairs.length < 2) return false
    const { dated } = readHeader(this.lines.slice(first, pairs[0].end + 4), () => true)
    return !dated && this.firstTeaser(0) === first
  }

  /** The first line of the teasers, or the number of lines if there are none. */
  firstTeaser(from: number): number {
    const pairs = this.pairs(from)
    let first = this.lines.length
    for (let i = pairs.length - 1; i >= 0; i--) {
      const pair = pairs[i] as Pair
      const allowed = pairs.length === 1 ? 1 : maxTeaserBlocks
      if (this.proseBlocks(pair.end + 1, pairs[i + 1]?.start ?? this.lines.length) > allowed) break
      first = pair.start
    }
    return first
  }

  /** Headlines may follow the article without any teaser: glued lines, and what stands between them. */
  bodyEnd(from: number, tailStart: number): number {
    let end = tailStart
    for (let i = tailStart - 1; i >= from; i--) {
      const line = this.lines[i] ?? ''
      if (this.isStrongHeadline(line) && (this.lines[i - 1] ?? '') === '') end = i
      else if (line !== '' && !this.isStrongHeadline(line) && !isNote(line) && !this.isHeadline(line)) break
    }
    return end
  }

  tailFrom(start: number): Tail {
    const tail: Tail = { teasers: [], headlines: [], notes: [] }
    const pairs = this.pairs(start)
    this.readTailLines(start, pairs[0]?.start ?? this.lines.length, tail, null)
    pairs.forEach((pair, i) => {
      const teaser = { title: stripTags(this.lines[pair.start] ?? ''), text: '' }
      this.readTailLines(pair.end + 1, pairs[i + 1]?.start ?? this.lines.length, tail, teaser)
      if (teaser.text === '') tail.headlines.push(teaser.title)
      else tail.teasers.push(teaser)
    })
    return tail
  }

  /** The first block after a teaser's headline is its text; later ones are, unless they look like headlines. */
  private readTailLines(from: number, to: number, tail: Tail, teaser: { text: string } | null): void {
    let afterBlank = false
    for (const line of this.lines.slice(from, to)) {
      const pieces = line === '' ? null : this.split(line)
      const hasText = teaser === null || teaser.text !== ''
      if (line === '') afterBlank = hasText
      else if (isNote(line)) tail.notes.push(line)
      else if (pieces) tail.headlines.push(...pieces.map(stripTags))
      else if (teaser === null || (afterBlank && this.isHeadline(line))) tail.headlines.push(stripTags(line))
      else {
        teaser.text += teaser.text === '' ? line : `${afterBlank ? '\n\n' : '\n'}${line}`
        afterBlank = false
      }
    }
  }

  /** Places where a headline is printed twice, alone between blank lines or above a longer paragraph. */
  private pairs(from: number): Pair[] {
    const pairs: Pair[] = []
    for (let i = from; i < this.lines.length; i++) {
      const end = this.lastRepeat(i)
      if (end > i && this.isPair(i, end)) {
        pairs.push({ start: i, end })
        i = end
      }
    }
    return pairs
  }

  private isPair(start: number, end: number): boolean {
    const line = this.lines[start] ?? ''
    const after = this.lines[end + 1] ?? ''
    const standsAlone = (this.lines[start - 1] ?? '') === '' && (after === '' || after.length > line.length)
    // A paragraph can come twice as well; but a headline with a full stop stands directly above its repetition.
    const isParagraph = /[.。]$/.test(line) && (end - start > 1 || line.length > longLine)
    const isLabel = isParagraph || /[,，;；:：]$/.test(line) || isNote(line)
    return standsAlone && !isLabel && line.length <= maxHeadlineLength && countWords(line) >= minTeaserWords
  }

  /** The last line that repeats this one directly or after one blank line, however it is spaced. */
  private lastRepeat(index: number): number {
    const key = squeezed(this.lines[index] ?? '')
    if (key === '') return index
    let last = index
    for (let next = last + 1; next <= last + 2; next++) {
      if (squeezed(this.lines[next] ?? '') === key) last = next
      else if (this.lines[next] !== '') break
    }
    return last
  }

  private proseBlocks(from: number, to: number): number {
    let blocks = 0
    let open = false
    for (const line of this.lines.slice(from, to)) {
      const isProse =
        line !== '' && !isNote(line) && !(blocks > 0 && (this.isHeadline(line) || this.split(line)))
      if (isProse && !open && !this.isStrongHeadline(line)) blocks++
      open = line !== ''
    }
    return blocks
  }

  /** A headline by evidence, not by looks: several glued together, or one with two tags and a word in each. */
  private isStrongHeadline(line: string): boolean {
    if (line === '' || isNote(line)) return false
    const isTagged =
      countTags(line) >= 2 && /\p{L}/u.test(line.slice(line.lastIndexOf('|'))) && this.isHeadline(line)
    return isTagged || this.split(line) !== null
  }
}

function squeezed(line: string): string {
  return line.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
}

function withoutRepeatedTitle(body: readonly string[], title: string): readonly string[] {
  const first = body.findIndex((line) => line !== '')
  return first >= 0 && squeezed(body[first] ?? '') === squeezed(title) ? body.slice(first + 1) : body
}

const numberedHeading = /^(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*、\s*\S/u

/** Paragraphs of a body: a long line is one, a numbered heading is one, wrapped lines are joined to one. */
function paragraphsOf(lines: readonly string[]): string[] {
  const paragraphs: string[] = []
  let block: string[] = []
  for (const line of [...lines, '']) {
    if (line === '' || numberedHeading.test(line)) {
      paragraphs.push(...paragraphsOfBlock(block))
      block = []
    }
    if (numberedHeading.test(line)) paragraphs.push(line)
    else if (line !== '') block.push(line)
  }
  return paragraphs
}

function paragraphsOfBlock(block: readonly string[]): string[] {
  if (block.length < 2) return [...block]
  // Lines that all end a sentence are paragraphs, however short they are (Chinese ones are).
  const areSentences = block.every((line) => /[.!?。！？]['"’”」]?$/.test(line))
  if (areSentences || block.some((line) => line.length > longLine)) return [...block]
  // Text wrapped by hand or by a mail program: all lines but the last nearly reach the margin.
  const isWrapped = block.slice(0, -1).every((line) => line.length > 50 && line.length <= 100)
  const isTable = block.some((line) => /[|｜\t]|^\s*([-*•]|\d+[.)])\s/.test(line))
  return [block.join(isWrapped && !isTable ? ' ' : '\n')]
}
