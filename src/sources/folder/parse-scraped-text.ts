import { cleanText } from '../text/clean-text.js'
import { titleFromText } from '../text/draft.js'
import { maxReadLength } from '../text/html-to-text.js'
import { findLabelledDate, isNote, readHeader, type ScrapedHeader } from './scraped-header.js'
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
/** Machine translation makes headlines of whole paragraphs; one this long must show by other means that it is one. */
const maxProvenLength = 600
/** A refrain or a row of stars is repeated too; a teaser's headline has at least four words. */
const minTeaserWords = 4
/** After its headline a teaser has one paragraph, rarely two; an article's own text goes on longer. */
const maxTeaserBlocks = 2
/** A headline printed twice with its tags is a teaser for certain, so its text may go on. */
const maxTaggedTeaserBlocks = 12
const longLine = 120
const longHeadline = 80
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
  return readArticlePage(header.dated ? withoutCaptions(lines, header) : lines, header)
}

function readArticlePage(lines: readonly string[], header: ScrapedHeader): ScrapedPage {
  const page = new PageLines(lines)
  const tailStart = page.firstTeaser(header.bodyStart)
  const bodyEnd = page.bodyEnd(header.bodyStart, tailStart)
  const tail = page.tailFrom(bodyEnd)
  const body = lines.slice(header.bodyStart, bodyEnd)
  return { main: mainOf(header, body, tail), teasers: tail.teasers, headlines: tail.headlines }
}

/** Pictures of an article have its headline for a caption. Two of them in a row would look like a teaser. */
function withoutCaptions(lines: readonly string[], { title, bodyStart }: ScrapedHeader): string[] {
  const key = headlineKey(title ?? '')
  const isCaption = (line: string) => line.length <= maxProvenLength && isSameHeadline(headlineKey(line), key)
  return lines.map((line, i) => (i >= bodyStart && isCaption(line) ? '' : line))
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
  private readonly keys = new Map<string, HeadlineKey>()
  private readonly hasBlanks: boolean

  constructor(private readonly lines: readonly string[]) {
    // Only words with a capital inside are ever looked up; a text that uses one several times, uses it as a name.
    // Lines with tags do not count: there the same two words can meet twice at a border.
    const prose = lines.filter((line) => !/[|｜]/.test(line))
    const words = prose.flatMap((line) => line.match(/(?<!\p{L})\p{Lu}?\p{Ll}+\p{Lu}\p{L}+(?!\p{L})/gu) ?? [])
    this.hasBlanks = lines.join('\n').trim().includes('\n\n')
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
    // The excerpt of a teaser may be cut in the middle of a sentence; the sentences before give it away.
    const sentences = line.match(/(?:\p{Ll}{4,}[.?!;]["”]? (?=\S)|。)/gu) ?? []
    const isProse =
      title === line &&
      line.length > longHeadline &&
      (sentences.length > 1 || /[.;。]/.test(sentences[0] ?? ''))
    return !isProse && !/[.。;；,，:：…]$/.test(title)
  }

  /** A first line is a title if something else follows it: a blank line, a date, or lines that are paragraphs. */
  isTitleLine(line: string): boolean {
    const at = this.lines.indexOf(line)
    const next = this.lines[at + 1]
    const nextFilled = this.lines.slice(at + 1, at + 5).find((other) => other !== '')
    // Above the date even a full sentence is the title.
    if (line.length <= maxProvenLength && nextFilled && findLabelledDate(nextFilled)?.before === '')
      return true
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
    const certain = pairs.findIndex((pair) => this.isTaggedPair(pair))
    let first = this.lines.length
    for (let i = pairs.length - 1; i >= 0; i--) {
      const pair = pairs[i] as Pair
      const isCertain = certain >= 0 && i >= certain
      const allowed = isCertain ? maxTaggedTeaserBlocks : pairs.length === 1 ? 1 : maxTeaserBlocks
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
    this.readLooseLines(start, pairs[0]?.start ?? this.lines.length, tail)
    pairs.forEach((pair, i) => {
      const teaser = { title: stripTags(this.lines[pair.start] ?? ''), text: '' }
      const position = tail.headlines.length
      this.readTeaser(pair.end + 1, pairs[i + 1]?.start ?? null, tail, teaser)
      if (teaser.text === '') tail.headlines.splice(position, 0, teaser.title)
      else tail.teasers.push(teaser)
    })
    return tail
  }

  private readLooseLines(from: number, to: number, tail: Tail): void {
    for (const line of this.lines.slice(from, to)) {
      if (isNote(line)) tail.notes.push(line)
      else if (line !== '') tail.headlines.push(...(this.split(line) ?? [line]).map(stripTags))
    }
  }

  /**
   * What stands between a teaser's headline and the next one is its text, but for headlines known by their tags.
   * Below the last teaser come further headlines, which only their looks tell from text, and notes on the page.
   */
  private readTeaser(from: number, next: number | null, tail: Tail, teaser: { text: string }): void {
    let afterBlank = false
    for (const line of this.lines.slice(from, next ?? this.lines.length)) {
      const hasText = teaser.text !== ''
      const isLast = next === null && hasText
      // The first line is an excerpt even if capitals inside its names look like borders between headlines.
      const isStrong = (hasText || /[|｜]/.test(line)) && this.isStrongHeadline(line)
      const isLoose = isStrong || (isLast && afterBlank && this.isHeadline(line))
      if (line === '') afterBlank = hasText
      else if (isLast && isNote(line)) tail.notes.push(line)
      else if (isLoose) tail.headlines.push(...(this.split(line) ?? [line]).map(stripTags))
      else {
        teaser.text += hasText ? `${afterBlank ? '\n\n' : '\n'}${line}` : line
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
    const isApart =
      !this.hasBlanks || (this.lines[start - 1] ?? '') === '' || this.isTaggedPair({ start, end })
    const standsAlone = isApart && (after === '' || after.length > line.length)
    // A paragraph can come twice as well; but a headline with a full stop stands directly above its repetition.
    const isParagraph = /[.。]$/.test(line) && (end - start > 1 || line.length > longLine)
    const isLabel = isParagraph || /[,，;；:：]$/.test(line) || isNote(line)
    return standsAlone && !isLabel && line.length <= maxProvenLength && countWords(line) >= minTeaserWords
  }

  /** With tags behind it or a column's name in front. */
  private isTaggedPair({ start, end }: Pair): boolean {
    return this.lines.slice(start, end + 1).some((line) => /[|｜]/.test(line))
  }

  /** The last line that repeats this one directly or after one blank line, however it is spaced. */
  private lastRepeat(index: number): number {
    const key = this.key(index)
    let last = index
    for (let next = last + 1; next <= last + 2; next++) {
      if (isSameHeadline(this.key(next), key)) last = next
      else if (this.lines[next] !== '') break
    }
    return last
  }

  private key(index: number): HeadlineKey {
    const line = this.lines[index] ?? ''
    let key = this.keys.get(line)
    if (key === undefined) {
      key = headlineKey(line)
      this.keys.set(line, key)
    }
    return key
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

interface HeadlineKey {
  whole: string
  title: string
}

/** A headline without what its repetition may spell differently: spaces, quotation marks, capitals. */
function headlineKey(line: string): HeadlineKey {
  const squeeze = (text: string) =>
    text
      .normalize('NFKC')
      .replace(/[\s"'“”‘’«»「」]+/g, '')
      .toLowerCase()
  return { whole: squeeze(line), title: squeeze(stripTags(line)) }
}

/** One of the two may lack tags of the other. Where both have different ones, they are rows of a table. */
function isSameHeadline(a: HeadlineKey, b: HeadlineKey): boolean {
  return a.title !== '' && a.title === b.title && (a.whole.startsWith(b.whole) || b.whole.startsWith(a.whole))
}

function withoutRepeatedTitle(body: readonly string[], title: string): readonly string[] {
  const first = body.findIndex((line) => line !== '')
  const repeats = first >= 0 && isSameHeadline(headlineKey(body[first] ?? ''), headlineKey(title))
  return repeats ? body.slice(first + 1) : body
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
