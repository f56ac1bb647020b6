import { chooseSentences } from './choose-sentences.js'
import { dangles, scoreSentences } from './score-sentences.js'
import type { Vector } from './sentence-vectors.js'

/** A text from here on has the fewest and from there on the most key points; in words. */
const fewestPoints = 5
const mostPoints = 8
const wordsPerPoint = 150
/** A sentence that says what it is about only together with another one, which is hardly ever shown beside it. */
const danglingLoss = 0.5

/** How many key points a text of so many words has: five up to 300 words, eight from 750 on. */
function pointsFor(words: number): number {
  return Math.min(mostPoints, Math.max(fewestPoints, Math.round(words / wordsPerPoint) + 3))
}

/** Of the points, at least so many are of what the short summary leaves out. */
const fewestBeside = 2

/**
 * Places of key points: those of the short summary, which state the matter, what they lean on, and the best of each of
 * as many equal parts of the rest as there are points left.
 */
export function chooseKeyPoints(
  sentences: readonly string[],
  vectors: readonly Vector[],
  short: readonly number[],
  words: number,
): number[] {
  const points = Math.max(pointsFor(words), short.length + fewestBeside)
  const chosen = withWhatTheyLeanOn(sentences, short, points - fewestBeside)
  const rest = placesApart(sentences.length, chosen, points)
  const size = Math.max(1, Math.ceil(rest.length / (points - chosen.length)))
  for (let from = 0; from < rest.length; from += size)
    chosen.push(...bestOf(rest.slice(from, from + size), sentences, vectors, chosen))
  return chosen
}

/** The sentence before one that dangles, too, unless one shortly before is there. */
function withWhatTheyLeanOn(sentences: readonly string[], short: readonly number[], most: number): number[] {
  const chosen = [...short]
  for (const i of short) {
    const isAlone = i > 0 && !chosen.includes(i - 1) && !chosen.includes(i - 2)
    if (isAlone && chosen.length < most && dangles(sentences[i] ?? '')) chosen.push(i - 1)
  }
  return chosen
}

/** Of as many equal parts of the text as there are points, those that nothing was chosen from; all when it is everywhere. */
function placesApart(length: number, chosen: readonly number[], points: number): number[] {
  const partOf = (place: number) => Math.floor((place * points) / length)
  const taken = new Set(chosen.map(partOf))
  const places = Array.from({ length }, (_, place) => place).filter((place) => !chosen.includes(place))
  const apart = places.filter((place) => !taken.has(partOf(place)))
  return apart.length > 0 ? apart : places
}

function bestOf(
  places: readonly number[],
  sentences: readonly string[],
  vectors: readonly Vector[],
  chosen: readonly number[],
): number[] {
  const texts = places.map((place) => sentences[place] ?? '')
  const part = places.map((place) => vectors[place] ?? new Map())
  const taken = chosen.flatMap((place) => vectors[place] ?? [])
  const worth = scoreSentences(texts, part).map((score, i) =>
    dangles(texts[i] ?? '') ? score * danglingLoss : score,
  )
  return chooseSentences(texts, part, worth, { sentences: 1 }, taken).flatMap((i) => places[i] ?? [])
}
