import type { Article } from '../core/article.js'
import type { Translate } from '../core/i18n.js'
import { accent, kindMark } from '../core/render-article.js'
import type { Reply } from '../core/reply.js'
import { escapeMarkdown, markdownLink, timestamp, truncate } from '../core/text.js'
import { type Digest, type DigestStory, planDigestInTurns } from '../summaries/digest.js'
import { type Trend, trendOf } from '../summaries/trend.js'
import { postChoices } from './render-post.js'

/** What a digest reads of an article. */
export type DigestedArticle = Pick<
  Article,
  'id' | 'sourceId' | 'sourceTitle' | 'title' | 'text' | 'kind' | 'language' | 'datedAt' | 'storyId' | 'url'
> & { addedAt?: number }

const maxSources = 3
const maxTitle = 150
/** A longer one is left out: half a sentence would be none. */
const maxSentence = 500

export interface DrawnStories {
  description: string
  /** Those that found room. */
  stories: DigestStory<DigestedArticle>[]
}

/**
 * The stories of a digest as text of at most `maxLength`: what is new first, each with its headline, one or two
 * sentences and its sources. A story less rather than half of one.
 */
export function renderStories(
  { stories }: Pick<Digest<DigestedArticle>, 'stories'>,
  t: Translate,
  maxLength: number,
): DrawnStories {
  const isMixed = stories.some(({ isNew }) => isNew) && stories.some(({ isNew }) => !isNew)
  let description = ''
  const drawn: DigestStory<DigestedArticle>[] = []
  for (const story of stories) {
    const begins = isMixed && story.isNew !== drawn.at(-1)?.isNew
    const heading = begins ? `${t(story.isNew ? 'digest.new' : 'digest.known')}\n` : ''
    const block = `${drawn.length > 0 ? '\n\n' : ''}${heading}${renderStory(story, t)}`
    if (description.length + block.length > maxLength) break
    description += block
    drawn.push(story)
  }
  return { description, stories: drawn }
}

/**
 * All stories in their order as pages, each on exactly one: so many as find room, at most `most`. One that is too long
 * for a page alone stands there cut.
 */
export function renderPages(
  stories: readonly DigestStory<DigestedArticle>[],
  t: Translate,
  { maxLength, most }: { maxLength: number; most: number },
): DrawnStories[] {
  const pages: DrawnStories[] = []
  for (let from = 0; from < stories.length; ) {
    const rest = stories.slice(from, from + most)
    const page = renderStories({ stories: rest }, t, maxLength)
    const drawn = page.stories.length > 0 ? page : renderCut(rest.slice(0, 1), t, maxLength)
    pages.push(drawn)
    from += drawn.stories.length
  }
  return pages
}

function renderCut(stories: DigestStory<DigestedArticle>[], t: Translate, maxLength: number): DrawnStories {
  return { description: truncate(renderStories({ stories }, t, Infinity).description, maxLength), stories }
}

function renderStory(story: DigestStory<DigestedArticle>, t: Translate): string {
  const { lead, sentences, from, latestAt } = story
  const title = truncate(lead.title, maxTitle)
  const headline = `**${lead.url && lead.url.length < 400 ? markdownLink(title, lead.url) : escapeMarkdown(title)}**`
  const text = sentences
    .filter(({ length }) => length <= maxSentence)
    .map((sentence) => escapeMarkdown(sentence.replace(/\s+/g, ' ')))
    .join(' ')
  const mark = text && from ? kindMark(from, t) : kindMark({ kind: 'headline' }, t)
  const details = [sourcesOf(story, t), timestamp(latestAt), ...mark].join(' · ')
  return [headline, ...(text ? [text] : []), details].join('\n')
}

/** "Herald, Tribune and 3 more articles". */
function sourcesOf({ sources, more }: DigestStory<DigestedArticle>, t: Translate): string {
  const shown = sources.slice(0, maxSources)
  const rest = more + 1 - shown.length
  const names = shown.map((name) => escapeMarkdown(truncate(name, 40))).join(t('list.separator'))
  return rest > 0 ? `${names} ${t('digest.more', { count: rest })}` : names
}

export interface DigestPost {
  topic: string
  nonce: string
  now: number
  /** How many came in equally long times before, oldest first. */
  earlier: readonly number[]
  t: Translate
}

/** Stories of one post. */
const maxStories = 10
/** An embed's description. */
const maxDescription = 4096
/** A select menu's choices. */
const maxChoices = 25

/** What waits of a topic as one message: its stories, how it compares with what is usual, and a menu of the articles. */
export async function renderDigestPost(articles: readonly Article[], post: DigestPost): Promise<Reply> {
  const { topic, nonce, now, earlier, t } = post
  const digest = await planDigestInTurns(articles, { now, stories: maxStories })
  const { description, stories } = renderStories(digest, t, maxDescription)
  const left = digest.moreStories + digest.stories.length - stories.length
  const trend = renderTrend(articles.length, trendOf(articles.length, earlier), t)
  const leads = stories.map(({ lead }) => lead.id)
  const byId = new Map(articles.map((article) => [article.id, article]))
  const inOrder = [...new Set([...leads, ...byId.keys()])].flatMap((id) => byId.get(id) ?? [])
  return {
    embeds: [
      {
        title: t('digest.postTitle', { topic: escapeMarkdown(topic) }),
        description,
        color: accent,
        footer: [trend, ...(left > 0 ? [t('digest.moreStories', { count: left })] : [])].join(' · '),
      },
    ],
    rows: [[postChoices(inOrder.slice(0, maxChoices), nonce, t)]],
  }
}

/** "12 articles, twice as many as usual". */
export function renderTrend(count: number, trend: Trend | undefined, t: Translate): string {
  const articles = t('count.articles', { count })
  if (!trend) return articles
  const usual = Math.round(trend.usual)
  return `${articles}, ${t(`digest.trend.${trend.kind}`, { usual, times: Math.round(trend.ratio) })}`
}
