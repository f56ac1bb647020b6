import type { Article } from '../core/article.js'
import { splitSentences } from '../core/sentences.js'
import { boldSpans } from '../core/text.js'
import { type Query, textClauses } from './query/query.js'
import { beginsTerm, prefixOf } from './query/wanted.js'
import { isSpaceless, type Token, tokenize } from './text/analyze.js'

const defaultLength = 300
/** UTF-16 units: beyond that a text is a book, and what it is about has been said. */
const maxRead = 50_000
const headingWorth = 0.6

type Text = Pick<Article, 'text' | 'language'>

/** A stretch of the text, as offsets. */
interface Span {
  start: number
  end: number
}

/**
 * The passage of a text that says most about a query, as Discord markdown: words of the query in bold, everything
 * else escaped. Whole sentences if they fit, otherwise cut between words with "…". At most `maxLength` UTF-16 units
 * with all its marks. Without a word of the query it is the beginning of the text.
 */
export function snippet(article: Text, query: Query, maxLength = defaultLength): string {
  return drawFitting(article, query, maxLength, boldSpans)
}

/** The same passage as plain text. */
export function plainSnippet(article: Text, query: Query, maxLength = defaultLength): string {
  return drawFitting(article, query, maxLength, (passage) => passage)
}

type Render = (passage: string, matches: Span[]) => string

/** Marks take room: the passage is shortened until what is drawn fits. */
function drawFitting(article: Text, query: Query, maxLength: number, render: Render): string {
  const text = article.text.slice(0, maxRead)
  const find = createFinder(query, article.language)
  const sentences = locateSentences(text)
  const blocks = blocksOf(text, sentences)
  const score = scorer(find(text))
  const starts = new Set(sentences.map(({ start }) => start))
  const ends = new Set(sentences.map(({ end }) => end))
  for (let room = maxLength; room > 0; ) {
    // A cut stretch has dots on both sides at most.
    const spans = [
      ...blocks.flatMap((block) => runsOf(block, room)),
      ...stretchesOf(text, sentences, room, room - 2),
    ]
    // A heading names the matter; the sentence that says as much tells more.
    const worth = (span: Span) =>
      score(span) * (isHeading(text, span) && starts.has(span.start) ? headingWorth : 1)
    const span = bestOf(
      spans.sort((a, b) => a.start - b.start),
      worth,
    )
    if (!span) return ''
    const passage = text.slice(span.start, span.end).replace(/\s+/g, ' ')
    const drawn = [
      starts.has(span.start) ? '' : '…',
      render(passage, mergeTouching(find(passage))),
      ends.has(span.end) ? '' : '…',
    ].join('')
    if (drawn.length <= maxLength) return drawn
    room -= Math.min(drawn.length - maxLength, Math.ceil(room / 2))
  }
  return ''
}

/** Sentences between headings: a heading, known by its missing full stop, would read as part of what follows. */
function blocksOf(text: string, sentences: Span[]): Span[][] {
  const blocks: Span[][] = [[]]
  for (const sentence of sentences) {
    if (isHeading(text, sentence)) blocks.push([sentence], [])
    else blocks.at(-1)?.push(sentence)
  }
  return blocks
}

function isHeading(text: string, { start, end }: Span): boolean {
  return !/[.!?…:;。！？；：]["'”’»」』)\]]*$/.test(text.slice(Math.max(start, end - 3), end))
}

/** Every run of neighbouring sentences that fits and cannot be longer. */
function runsOf(sentences: Span[], room: number): Span[] {
  const runs: Span[] = []
  let next = 0
  for (const [first, { start }] of sentences.entries()) {
    next = Math.max(next, first)
    while ((sentences[next]?.end ?? Number.POSITIVE_INFINITY) - start <= room) next++
    const end = sentences[next - 1]?.end
    if (next > first && end !== undefined) runs.push({ start, end })
  }
  return runs
}

/** Of sentences that are too long: overlapping stretches of whole words, a quarter of their length apart. */
function stretchesOf(text: string, sentences: Span[], room: number, length: number): Span[] {
  const stretches: Span[] = []
  if (length < 1) return stretches
  for (const { start, end } of sentences) {
    if (end - start <= room) continue
    const step = Math.ceil(length / 4)
    for (let from = start; from < end; from += step) {
      const at = from === start ? start : wordStart(text, from, Math.min(end, from + step))
      const till = at + length >= end ? end : wordEnd(text, at, at + length)
      if (till > at) stretches.push({ start: at, end: till })
    }
  }
  return stretches
}

/** The first place from `at` up to `end` where no word is cut through. */
function wordStart(text: string, at: number, end: number): number {
  let start = at
  while (start < end && cutsWord(text, start)) start++
  while (start < end && /\s/.test(text.charAt(start))) start++
  return start
}

/** The last place up to `at` where no word is cut through; of one endless word, `at`. */
function wordEnd(text: string, start: number, at: number): number {
  let end = at
  while (end > start && cutsWord(text, end)) end--
  if (end === start) end = isLowSurrogate(text, at) ? at - 1 : at
  return start + text.slice(start, end).trimEnd().length
}

function cutsWord(text: string, at: number): boolean {
  if (isLowSurrogate(text, at)) return true
  const [before, after] = [text.charAt(at - 1), text.charAt(at)]
  return (
    /[\p{L}\p{N}\p{M}'’-]/u.test(before) && /[\p{L}\p{N}\p{M}]/u.test(after) && !isSpaceless(before + after)
  )
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff
}

type Score = (span: Span) => number

/** The information of the query's words in a stretch: rare ones in this text say more; repetitions say little. */
function scorer(matches: readonly Token[]): Score {
  const counts = new Map<string, number>()
  for (const { term } of matches) counts.set(term, (counts.get(term) ?? 0) + 1)
  return (span) => {
    const inside = matches.slice(lowerBound(matches, span.start), lowerBound(matches, span.end))
    const distinct = new Set(inside.map(({ term }) => term))
    const information = [...distinct].reduce(
      (sum, term) => sum + 1 / (1 + Math.log(counts.get(term) ?? 1)),
      0,
    )
    // Of equals the one that comes to the point first.
    const detour = (inside[0]?.start ?? span.start) - span.start
    return information + 0.01 * inside.length - 0.00001 * detour
  }
}

function bestOf(spans: Span[], score: Score): Span | undefined {
  let best: Span | undefined
  let highest = -1
  for (const span of spans) {
    const value = score(span)
    if (value <= highest) continue
    best = span
    highest = value
  }
  return best
}

function locateSentences(text: string): Span[] {
  let from = 0
  return splitSentences(text).map((sentence) => {
    const start = text.indexOf(sentence, from)
    from = start + sentence.length
    return { start, end: from }
  })
}

/** Finds the words of a query in texts of a language, in reading order. */
function createFinder(query: Query, language: string | null): (text: string) => Token[] {
  const clauses = textClauses(query)
  const prefixes = clauses.filter(({ prefix }) => prefix).map(prefixOf)
  const terms = new Set(
    clauses.filter(({ prefix }) => !prefix).flatMap(({ text }) => termsToMark(tokenize(text, language))),
  )
  const isFound = ({ term }: Token) =>
    terms.has(term) || prefixes.some((prefix) => prefix !== '' && beginsTerm(prefix, term))
  return (text) => tokenize(text, language).filter(isFound)
}

/** A pair of characters is marked only where it is a whole word of the query. */
function termsToMark(tokens: readonly Token[]): string[] {
  return tokens
    .filter(
      ({ kind, start, end }) => kind !== 'bigram' || tokens.some((word) => isSame(word, { start, end })),
    )
    .map(({ term }) => term)
}

function isSame(word: Token, { start, end }: Span): boolean {
  return word.kind === 'word' && word.start === start && word.end === end
}

/** Touching matches become one, so that the bold marks of Chinese words do not collide. */
function mergeTouching(matches: readonly Token[]): Span[] {
  const spans: Span[] = []
  // A compound comes after its parts, and covers them.
  for (const { start, end } of [...matches].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = spans.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else spans.push({ start, end })
  }
  return spans
}

/** The first index whose token starts at `at` or later. */
function lowerBound(tokens: readonly Token[], at: number): number {
  let low = 0
  let high = tokens.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((tokens[middle]?.start ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}
