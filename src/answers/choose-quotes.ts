import type { Article } from '../core/article.js'
import type { Answer, Readable } from './answer-question.js'
import { disagree } from './disagree.js'
import type { Evidence } from './evidence.js'
import { asksForList, kindOf } from './question.js'

/** Sentences that stand side by side in an article, word for word. */
export interface Quote<Item> {
  sentences: string[]
  article: Item
}

export interface Quotes<Item> {
  /** What is said of it: others say the same or more, say something else (the newest first), or these are many things. */
  together: 'also' | 'disagree' | 'list'
  quotes: Quote<Item>[]
}

type Found<Item> = Evidence & { article: Item }

/** What another article says is shown when it is nearly as sure as the first. */
const nearlyAsSure = 0.75
/** Of several things that were asked for, the later ones fit the question less well. */
const sureOfMany = 0.6
/** Passages of one answer. */
const mostBeside = 3
/** One of several things that were asked for takes no room of an explanation. */
export const mostOfList = 5

/** What to quote for an answer, at most `most` passages; none when it is no answer. */
export function chooseQuotes<Item extends Readable & Pick<Article, 'publishedAt'>>(
  { level, evidence, question, understood }: Answer<Item>,
  most: number,
): Quotes<Item> {
  const [first] = evidence
  if (!first || level === 'none') return { together: 'also', quotes: [] }
  const asSure = (share: number) =>
    evidence.filter(({ confidence }) => confidence >= share * first.confidence)
  if (asksForList(question))
    return { together: 'list', quotes: asSure(sureOfMany).slice(0, most).map(toQuote) }
  const distinct = onePerArticle(level === 'related' ? evidence : asSure(nearlyAsSure)).slice(
    0,
    Math.min(most, mostBeside),
  )
  const differ = distinct.slice(1).some(({ sentence }) => disagree(understood, first.sentence, sentence))
  if (!differ)
    return {
      together: 'also',
      quotes: [withNeighbour(first, evidence, understood), ...distinct.slice(1).map(toQuote)],
    }
  return { together: 'disagree', quotes: distinct.toSorted(newestFirst).map(toQuote) }
}

/** The same words in another article say nothing more. */
function onePerArticle<Item>(evidence: readonly Found<Item>[]): Found<Item>[] {
  const words = (sentence: string) => sentence.toLowerCase().replace(/[\s\p{P}]+/gu, ' ')
  return evidence.filter(
    ({ articleId, sentence }, i) =>
      evidence.findIndex(
        (each) => each.articleId === articleId || words(each.sentence) === words(sentence),
      ) === i,
  )
}

function toQuote<Item>({ sentence, article }: Found<Item>): Quote<Item> {
  return { sentences: [sentence], article }
}

/** A figure, date, name or place is in one sentence; an explanation may go on in the next. */
function withNeighbour<Item>(
  first: Found<Item>,
  evidence: readonly Found<Item>[],
  question: string,
): Quote<Item> {
  const kind = kindOf(question)
  const next = evidence.find(
    ({ articleId, position, confidence }) =>
      articleId === first.articleId &&
      Math.abs(position - first.position) === 1 &&
      confidence >= nearlyAsSure * first.confidence,
  )
  if (!next || (kind !== 'any' && kind !== 'reason' && kind !== 'meaning')) return toQuote(first)
  const sentences = [first, next].toSorted((a, b) => a.position - b.position).map(({ sentence }) => sentence)
  return { sentences, article: first.article }
}

function newestFirst(a: Found<Pick<Article, 'publishedAt'>>, b: Found<Pick<Article, 'publishedAt'>>): number {
  return (b.article.publishedAt ?? 0) - (a.article.publishedAt ?? 0)
}
