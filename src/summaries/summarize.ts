import { splitSentences } from '../core/sentences.js'
import { analyze } from '../search/text/analyze.js'
import { fold } from '../search/text/fold.js'
import { countWords } from '../search/text/words.js'

export interface Summary {
  /** In the order of the text and exactly as they stand there. */
  sentences: string[]
  /** How long the whole text is; two Chinese characters count as one word. */
  words: number
}

export interface SummaryOptions {
  /** A sentence that only repeats it is left out. */
  title?: string
  /** Of the text, as BCP 47 primary tag; null when unknown. */
  language?: string | null
  sentences?: number
}

/** Comparing sentences is quadratic; what matters stands before this one. */
const maxSentences = 200
const defaultSentences = 3
/** How much a new sentence's worth counts against its likeness to one that was chosen already. */
const relevanceShare = 0.7

/**
 * The sentences that say most about a text. The score of sentence i is `len · q · (½·exp(−i/5) + ½·forward)`: news
 * states its matter early, and a sentence that what follows comes back to is central (Zheng and Lapata 2019 weigh
 * later sentences up and earlier ones down in the same way). Chosen greedily so that sentences do not repeat each
 * other (maximal marginal relevance, Carbonell and Goldstein 1998). Headings, bylines and captions are left out,
 * and so is a repetition of the title. Never throws; a text of one sentence is its own summary.
 */
export function summarize(text: string, options: SummaryOptions = {}): Summary {
  const { title = '', language, sentences: wanted = defaultSentences } = options
  const candidates = findCandidates(text, title)
  const vectors = weighTerms(candidates.map((sentence) => analyze(sentence, language)))
  const similarity = compareAll(vectors)
  const chosen = choose(scoreSentences(candidates, similarity), similarity, wanted)
  return { sentences: chosen.sort((a, b) => a - b).map((i) => candidates[i] ?? ''), words: countWords(text) }
}

function findCandidates(text: string, title: string): string[] {
  const seen = new Set([fold(title).trim()])
  const distinct = splitSentences(text).filter((sentence) => {
    const key = fold(sentence)
    return !seen.has(key) && seen.add(key)
  })
  const proper = distinct.filter((sentence) => !isBoilerplate(sentence))
  return (proper.length > 0 ? proper : distinct).slice(0, maxSentences)
}

/** Lines around an article rather than of it, as feeds and scraped pages have them. */
const boilerplate = [
  /^(?:by|published|updated|created|posted|last (?:updated|modified)|release time|source|author|editor|photos?|image|caption|pictured|video|advertisement|related|tags?)\s*[:.|]/i,
  /^(?:click (?:here|on)|scroll down|read more|sign up|subscribe|follow us|share this|watch (?:the|this) video|all rights reserved|copyright|©|see also|continue reading)/i,
  /^\d{1,2}:\d{2}\s*(?:[ap]\.?m\.?,?\s*)?[A-Z]{3,4}\b/,
]
const fewestWords = 3

function isBoilerplate(sentence: string): boolean {
  // Headings ("1、 Aims"), teasers and link lists end without a full stop.
  if (!/[.!?…。！？｡][\s"'”’」』)\]*]*$/u.test(sentence)) return true
  return countWords(sentence) < fewestWords || boilerplate.some((pattern) => pattern.test(sentence))
}

type Vector = Map<string, number>

/** Terms of each sentence by frequency × rarity within this text, at unit length. */
function weighTerms(sentences: string[][]): Vector[] {
  const holders = new Map<string, number>()
  for (const terms of sentences)
    for (const term of new Set(terms)) holders.set(term, (holders.get(term) ?? 0) + 1)
  return sentences.map((terms) => {
    const vector: Vector = new Map()
    for (const term of terms)
      vector.set(term, (vector.get(term) ?? 0) + Math.log(1 + sentences.length / (holders.get(term) ?? 1)))
    const length = Math.hypot(...vector.values()) || 1
    for (const [term, weight] of vector) vector.set(term, weight / length)
    return vector
  })
}

function compareAll(vectors: Vector[]): number[][] {
  const rows: number[][] = []
  for (const [i, a] of vectors.entries())
    rows.push(vectors.map((b, j) => (j < i ? (rows[j]?.[i] ?? 0) : cosine(a, b))))
  return rows
}

function cosine(a: Vector, b: Vector): number {
  if (a.size > b.size) return cosine(b, a)
  let sum = 0
  for (const [term, weight] of a) sum += weight * (b.get(term) ?? 0)
  return sum
}

function scoreSentences(sentences: string[], similarity: number[][]): number[] {
  const forward = similarity.map((row, i) =>
    row.reduce((sum, value, j) => sum + (j > i ? value : j < i ? -0.5 * value : 0), 0),
  )
  const largest = Math.max(...forward.map(Math.abs)) || 1
  return sentences.map((sentence, i) => {
    const central = Math.max(0, forward[i] ?? 0) / largest
    return shape(sentence) * (0.5 * Math.exp(-i / 5) + 0.5 * central)
  })
}

/** Less for what is too short or too long to stand alone, for quotations and for questions. */
function shape(sentence: string): number {
  const words = countWords(sentence)
  const length = words < 8 ? words / 8 : words > 30 ? Math.sqrt(30 / words) : 1
  const quotation = /^["'“‘「«]/.test(sentence) ? 0.7 : 1
  const question = /[?？]["'”’」»]?$/.test(sentence) ? 0.6 : 1
  return length * quotation * question
}

function choose(scores: number[], similarity: number[][], wanted: number): number[] {
  const best = Math.max(...scores) || 1
  const chosen: number[] = []
  const left = new Set(scores.keys())
  const gain = (i: number) => {
    const likeness = Math.max(0, ...chosen.map((j) => similarity[i]?.[j] ?? 0))
    return (relevanceShare * (scores[i] ?? 0)) / best - (1 - relevanceShare) * likeness
  }
  while (chosen.length < wanted && left.size > 0) {
    const next = [...left].reduce((a, b) => (gain(b) > gain(a) ? b : a))
    chosen.push(next)
    left.delete(next)
  }
  return chosen
}
