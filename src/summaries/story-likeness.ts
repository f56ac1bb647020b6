import { rarity, type StoryEntry, type Term, titleCount } from './story-terms.js'

/** Terms and their weights. */
export type Vector = ReadonlyMap<Term, number>

const logs = Float64Array.from({ length: 256 }, (_, count) => 1 + Math.log(Math.max(count, 1)))

/** A whole article at unit length: (1 + log of the count) × rarity. */
export function vectorOf(entry: StoryEntry): Vector {
  const vector = new Map<Term, number>()
  for (const [i, term] of entry.terms.entries()) vector.set(term, weigh(entry, term, entry.counts[i] ?? 1))
  return toUnitLength(vector)
}

/** The words of a title by rarity, at unit length; numbers and dates do not count. */
export function titleVectorOf(entry: StoryEntry): Vector {
  const words = titleTerms(entry).filter(({ kind }) => kind === 'word')
  return toUnitLength(new Map(words.map((term) => [term, rarity(entry.shelf, term)])))
}

export function titleTerms(entry: StoryEntry): readonly Term[] {
  return entry.terms.slice(0, entry.inTitle)
}

/** Cosine similarity of a vector of unit length with the centroid of articles, from 0 to 1. */
export function similarityToCentroid(vector: Vector, members: readonly StoryEntry[]): number {
  const [only] = members
  if (!only) return 0
  if (members.length === 1) return similarityTo(vector, only)
  const centroid = new Map<Term, number>()
  for (const member of members)
    for (const [term, weight] of vectorOf(member)) centroid.set(term, (centroid.get(term) ?? 0) + weight)
  return dot(vector, toUnitLength(centroid))
}

/** The same for a single article, of which most stories are; without a vector it takes a third of the time. */
function similarityTo(vector: Vector, entry: StoryEntry): number {
  let sum = 0
  let squares = 0
  for (const [i, term] of entry.terms.entries()) {
    const weight = weigh(entry, term, entry.counts[i] ?? 1)
    squares += weight * weight
    sum += weight * (vector.get(term) ?? 0)
  }
  return sum / (Math.sqrt(squares) || 1)
}

/** Cosine similarity of two texts, their titles left out. */
export function similarityOfTexts(a: StoryEntry, b: StoryEntry): number {
  return dot(textVectorOf(a), textVectorOf(b))
}

function textVectorOf(entry: StoryEntry): Vector {
  const vector = new Map<Term, number>()
  for (const [i, term] of entry.terms.entries()) {
    const count = (entry.counts[i] ?? 0) - (i < entry.inTitle ? titleCount : 0)
    if (count > 0) vector.set(term, weigh(entry, term, count))
  }
  return toUnitLength(vector)
}

export function dot(a: Vector, b: Vector): number {
  let sum = 0
  for (const [term, weight] of a) sum += weight * (b.get(term) ?? 0)
  return sum
}

function weigh(entry: StoryEntry, term: Term, count: number): number {
  return (logs[count] ?? 1) * rarity(entry.shelf, term)
}

function toUnitLength(vector: Map<Term, number>): Vector {
  let squares = 0
  for (const weight of vector.values()) squares += weight * weight
  const length = Math.sqrt(squares) || 1
  for (const [term, weight] of vector) vector.set(term, weight / length)
  return vector
}
