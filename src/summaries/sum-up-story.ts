import { analyze } from '../search/text/analyze.js'
import { chooseSentences } from './choose-sentences.js'
import type { DigestArticle } from './digest-article.js'
import { readProse } from './read-prose.js'
import { scoreSentences } from './score-sentences.js'
import { cosine, sumOf, toUnitLength, type Vector, weighTerms } from './sentence-vectors.js'

/** News tells its matter early; of a story of many articles the ones entered last add little. */
const sentencesRead = 20
const charactersRead = 5000
const articlesRead = 8
/** A second sentence is added to a first one below this many words. */
const shortSentence = 30
/** How much what other articles tell counts beside an article's own order. */
const crossShare = 0.5

/** Titles that are compared with each other: the earliest of a story that everybody tells. */
const titlesRead = 12

/** The title that is most like the other articles' titles and texts; of equals the earliest. */
export function pickHeadline<Article extends DigestArticle>(all: readonly Article[]): Article | undefined {
  const story = all.slice(0, titlesRead)
  const vectors = weighTerms(story.map(({ title, language }) => [...new Set(analyze(title, language))]))
  const tellings = story.map(
    ({ title, text, language }) => new Set(analyze(`${title}\n${text.slice(0, 2000)}`, language)),
  )
  // The share of a title's weight that others tell too.
  const worth = vectors.map((vector, i) => {
    const weight = [...vector.values()].reduce((a, b) => a + b, 0) || 1
    const shared = [...vector].reduce(
      (sum, [term, w]) => sum + w * tellings.filter((terms, j) => j !== i && terms.has(term)).length,
      0,
    )
    return shared / weight
  })
  const best = worth.reduce((most, value, i) => (value > (worth[most] ?? 0) ? i : most), 0)
  return story[best]
}

export interface StorySentences<Article extends DigestArticle = DigestArticle> {
  /** Where they stand; undefined when only headlines are known. */
  from: Article | undefined
  /** Word for word and in its order. */
  sentences: string[]
}

/**
 * One or two sentences for a story, from texts that were read: each is worth what it is in its own article and how much
 * the other articles tell the same (cross-document centrality). Both are of one article: another one would begin by
 * saying the first again in other words.
 */
export function sumUpStory<Article extends DigestArticle>(
  story: readonly Article[],
  headline: string,
): StorySentences<Article> {
  const told = story.filter(({ kind, text }) => kind !== 'headline' && text).slice(0, articlesRead)
  const read = told.map((article) => readArticle(article, headline))
  const sentences = read.flat()
  const scores = scoreAcross(read, weighTerms(sentences.map(({ terms }) => terms)))
  const best = scores.reduce((most, score, i) => (score > (scores[most] ?? 0) ? i : most), 0)
  const place = read.findIndex((article) => article.some((each) => each === sentences[best]))
  const start = read.slice(0, place).reduce((sum, { length }) => sum + length, 0)
  const own = read[place] ?? []
  return { from: told[place], sentences: chooseFrom(own, scores.slice(start, start + own.length)) }
}

function chooseFrom(article: readonly Read[], scores: readonly number[]): string[] {
  const texts = article.map(({ text }) => text)
  const vectors = weighTerms(article.map(({ terms }) => terms))
  const limits = { sentences: 2, words: shortSentence }
  const chosen = chooseSentences(texts, vectors, scores, limits)
  return chosen.sort((a, b) => a - b).map((i) => texts[i] ?? '')
}

interface Read {
  text: string
  terms: string[]
}

function readArticle({ text, language }: DigestArticle, headline: string): Read[] {
  const { kind, sentences } = readProse(text.slice(0, charactersRead), headline)
  if (kind !== 'prose' && kind !== 'short') return []
  // The last sentence may have been cut.
  const whole = text.length > charactersRead ? sentences.slice(0, -1) : sentences
  return whole.slice(0, sentencesRead).map((text) => ({ text, terms: analyze(text, language) }))
}

function scoreAcross(articles: readonly Read[][], vectors: readonly Vector[]): number[] {
  const starts = articles.map((_, i) => articles.slice(0, i).reduce((sum, { length }) => sum + length, 0))
  const parts = articles.map(({ length }, i) => vectors.slice(starts[i], (starts[i] ?? 0) + length))
  const centroids = parts.map((part) => toUnitLength(sumOf(part)))
  const own = articles.flatMap((article, i) =>
    toOne(
      scoreSentences(
        article.map(({ text }) => text),
        parts[i] ?? [],
      ),
    ),
  )
  if (articles.length < 2) return own
  const cross = toOne(
    parts.flatMap((part, i) =>
      part.map((vector) => sum(centroids.filter((_, j) => j !== i).map((other) => cosine(vector, other)))),
    ),
  )
  return own.map((score, i) => score * (1 - crossShare + crossShare * (cross[i] ?? 0)))
}

function toOne(values: readonly number[]): number[] {
  const most = values.reduce((a, b) => Math.max(a, b), 0) || 1
  return values.map((value) => value / most)
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0)
}
