import { finish, finishInTurns, type Steps } from '../core/steps.js'
import { analyze } from '../search/text/analyze.js'
import type { DigestArticle } from './digest-article.js'
import { groupSteps } from './group-stories.js'
import { cosine, sumOf, toUnitLength, type Vector, weighTerms } from './sentence-vectors.js'
import { pickHeadline, sumUpStory } from './sum-up-story.js'

export interface DigestStory<Article extends DigestArticle = DigestArticle> {
  /** The article whose title tells the story best. */
  lead: Article
  /** One or two, word for word; none when only headlines are known. */
  sentences: string[]
  /** Where the sentences stand: of an excerpt it should be said that no more was read. */
  from: Article | undefined
  /** Names of the sources, the lead's first, each once. */
  sources: string[]
  /** All its articles, oldest first. */
  articles: Article[]
  /** How many beside the lead. */
  more: number
  /** Nothing of it was known at the last digest. */
  isNew: boolean
  /** When its last article was published. */
  latestAt: number
}

export interface Digest<Article extends DigestArticle = DigestArticle> {
  /** What is new first, then by rank. */
  stories: DigestStory<Article>[]
  /** Of the whole period. */
  articles: number
  /** Stories that were left out. */
  moreStories: number
}

export interface DigestOptions {
  /** Ms since the epoch. */
  now: number
  /** When the last digest was made; all is new when there was none. */
  since?: number | undefined
  /** 5 unless told. */
  stories?: number
}

const day = 86_400_000
/** News counts half after as long. */
const halfLife = 2 * day
const recencyShare = 0.6
const centralShare = 0.4
/** A headline tells little by itself: of stories worth the same, the one that was read comes first. */
const unreadLoss = 0.5
/** Only those that may be shown are compared with each other. */
const mostRanked = 60
/** Reading the beginnings of so many takes a few milliseconds. */
const storiesPerTurn = 4

/**
 * What happened in a period: its articles grouped into stories, ranked by how many sources tell them, how fresh they are
 * and how central to the period, with a headline and one or two sentences each. The caller passes the articles of the
 * period, as many as it likes to read.
 *
 *     planDigest(articles, { now, since: lastDigestAt }).stories[0]?.lead.title
 */
export function planDigest<Article extends DigestArticle>(
  articles: readonly Article[],
  options: DigestOptions,
): Digest<Article> {
  return finish(digestSteps(articles, options))
}

/** The same, letting others have their turn between two stories: many long articles take a tenth of a second. */
export async function planDigestInTurns<Article extends DigestArticle>(
  articles: readonly Article[],
  options: DigestOptions,
): Promise<Digest<Article>> {
  return await finishInTurns(digestSteps(articles, options))
}

function* digestSteps<Article extends DigestArticle>(
  articles: readonly Article[],
  { now, since = -Infinity, stories: most = 5 }: DigestOptions,
): Steps<Digest<Article>> {
  const groups = yield* groupSteps(articles)
  const ranked = yield* rankSteps(groups, now)
  const isNew = (story: Article[]) => story.every(({ addedAt, datedAt }) => (addedAt ?? datedAt) > since)
  const shown = [...ranked.filter(isNew), ...ranked.filter((story) => !isNew(story))].slice(0, most)
  const stories: DigestStory<Article>[] = []
  for (const story of shown) {
    yield
    stories.push(...describe(story, isNew(story)))
  }
  return { stories, articles: articles.length, moreStories: groups.length - shown.length }
}

function* rankSteps<Article extends DigestArticle>(groups: Article[][], now: number): Steps<Article[][]> {
  const first = rankBy(groups, (story) => newsWorth(story, now)).slice(0, mostRanked)
  const terms: string[][] = []
  for (const story of first) {
    if (terms.length % storiesPerTurn === 0) yield
    terms.push(termsOf(story))
  }
  const vectors = weighTerms(terms)
  const whole = toUnitLength(sumOf(vectors))
  const central = new Map(first.map((story, i) => [story, cosine(vectors[i] ?? noTerms, whole)]))
  return rankBy(first, (story) => newsWorth(story, now) + centralShare * (central.get(story) ?? 0))
}

const noTerms: Vector = new Map()

function rankBy<Article extends DigestArticle>(
  groups: Article[][],
  worth: (story: Article[]) => number,
): Article[][] {
  const known = new Map(groups.map((story) => [story, worth(story)]))
  return [...groups].sort((a, b) => (known.get(b) ?? 0) - (known.get(a) ?? 0))
}

/** Twice the sources count one more. */
function newsWorth(story: readonly DigestArticle[], now: number): number {
  const coverage = Math.log2(new Set(story.map(({ sourceId }) => sourceId)).size + 1)
  const age = Math.max(0, now - latestOf(story))
  const isRead = story.some(({ kind }) => kind !== 'headline')
  return coverage + recencyShare * 0.5 ** (age / halfLife) - (isRead ? 0 : unreadLoss)
}

function termsOf(story: readonly DigestArticle[]): string[] {
  return story
    .slice(0, 8)
    .flatMap(({ title, text, language }) => analyze(`${title}\n${text.slice(0, 300)}`, language))
}

function latestOf(story: readonly DigestArticle[]): number {
  return story.reduce((latest, { datedAt }) => Math.max(latest, datedAt), 0)
}

function describe<Article extends DigestArticle>(story: Article[], isNew: boolean): DigestStory<Article>[] {
  const lead = pickHeadline(story)
  if (!lead) return []
  const sources = [...new Set([lead, ...story].map(({ sourceTitle }) => sourceTitle))]
  return [
    {
      lead,
      ...sumUpStory(story, lead.title),
      sources,
      articles: story,
      more: story.length - 1,
      isNew,
      latestAt: latestOf(story),
    },
  ]
}
