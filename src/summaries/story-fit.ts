import {
  dot,
  similarityOfTexts,
  similarityToCentroid,
  titleTerms,
  titleVectorOf,
  type Vector,
  vectorOf,
} from './story-likeness.js'
import { rarity, type StoryEntry, type Term } from './story-terms.js'

/** An article prepared for being compared with many stories. */
export interface Prepared {
  entry: StoryEntry
  vector: Vector
  title: Vector
  /** The words that tell most about it and their weights, heaviest first. */
  heaviest: readonly (readonly [Term, number])[]
}

/** A text of 100 words needs 0.325, one of 25 words 0.37: short texts share words by chance. */
const leastSimilarity = 0.31
const shortness = 1.5
/** Fewer numbers than these differ by chance. */
const fewestNumbers = 3
/** Titles as alike as this are the same apart from a word. */
const sameTitle = 0.8
/** Below the same title a text may be much shorter or longer, but not about something else. */
const leastBesideTitle = 0.3
/** What two titles share must weigh more than this many words that one article uses. */
const fewestTitleWords = 3

export function prepare(entry: StoryEntry): Prepared {
  const vector = vectorOf(entry)
  const heaviest = [...vector].sort((a, b) => b[1] - a[1])
  return { entry, vector, title: titleVectorOf(entry), heaviest }
}

/**
 * How similar an article is to a story, from 0 to 1, or null when it does not belong to it. The text must be near the
 * story's centroid, or the title nearly that of one of its articles; a headline is judged by titles alone. Never when a
 * title differs in nothing but numbers and dates: that is the next instalment of a series.
 */
export function measureFit(article: Prepared, members: readonly StoryEntry[]): number | null {
  const titles = members.map((member) => ({ member, likeness: dot(article.title, titleVectorOf(member)) }))
  const alike = titles.filter(({ likeness }) => likeness >= sameTitle)
  if (alike.some(({ member }) => isOnlyNamedAlike(article.entry, member))) return null
  const told = members.filter(hasText)
  const similarity = similarityToCentroid(article.vector, told)
  const bothTold = hasText(article.entry) && told.length > 0
  if (bothTold && isNear(similarity, article.entry, told)) return similarity
  const best = alike.filter(({ member }) => saysEnough(article.entry, member)).map(({ likeness }) => likeness)
  return best.length > 0 ? Math.max(similarity, ...best) : null
}

function isNear(similarity: number, article: StoryEntry, members: readonly StoryEntry[]): boolean {
  const sizes = members.map(({ terms }) => terms.length)
  const size = Math.min(article.terms.length, sizes.reduce((a, b) => a + b, 0) / sizes.length)
  return similarity >= leastSimilarity + shortness / size && !isOtherOccasion(article, members)
}

/** Titles that name other days, or texts with other numbers: reports that recur share the words, not the numbers. */
function isOtherOccasion(article: StoryEntry, members: readonly StoryEntry[]): boolean {
  const days = marksOf(titleTerms(article), 'calendar')
  const theirDays = marksOf(members.flatMap(titleTerms), 'calendar')
  if (Math.min(days.size, theirDays.size) > 0 && countShared(days, theirDays) === 0) return true
  const numbers = marksOf(article.terms, 'number')
  const theirNumbers = marksOf(
    members.flatMap(({ terms }) => terms),
    'number',
  )
  const fewer = Math.min(numbers.size, theirNumbers.size)
  return fewer >= fewestNumbers && countShared(numbers, theirNumbers) * 3 < fewer
}

/** The next instalment of a series, with another number or day in its title, or another paper's column of that name. */
function isOnlyNamedAlike(a: StoryEntry, b: StoryEntry): boolean {
  const marks = new Set(titleTerms(a).filter(({ kind }) => kind !== 'word'))
  const theirs = new Set(titleTerms(b).filter(({ kind }) => kind !== 'word'))
  const fewer = Math.min(marks.size, theirs.size)
  if (fewer > 0 && countShared(marks, theirs) < fewer) return true
  return hasText(a) && hasText(b) && similarityOfTexts(a, b) < leastBesideTitle
}

/** "Letters to the editor" is the same everywhere and says nothing. */
function saysEnough(a: StoryEntry, b: StoryEntry): boolean {
  const theirs = new Set(titleTerms(b))
  const shared = titleTerms(a).filter((term) => theirs.has(term))
  const weight = shared.reduce((sum, term) => sum + rarity(a.shelf, term), 0)
  return weight > fewestTitleWords * rarity(a.shelf, { articles: 1 })
}

function marksOf(terms: readonly Term[], kind: Term['kind']): Set<Term> {
  return new Set(terms.filter((term) => term.kind === kind))
}

function countShared(a: Set<Term>, b: Set<Term>): number {
  return [...a].filter((term) => b.has(term)).length
}

function hasText(entry: StoryEntry): boolean {
  return entry.terms.length > entry.inTitle
}
