import { z } from 'zod'
import { type Bar, describeBars, renderBarChart } from '../../src/charts/bar-chart.js'
import type { Article } from '../../src/core/article.js'
import type { Actor } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { UserError } from '../../src/core/errors.js'
import { textOption } from '../../src/core/options.js'
import { accent } from '../../src/core/render-article.js'
import type { Embed, Reply, ReplyFile } from '../../src/core/reply.js'
import { escapeMarkdown, timestamp, truncate } from '../../src/core/text.js'
import { type Period, parsePeriod } from '../../src/search/query/period.js'
import { printFilter } from '../../src/search/query/print-query.js'
import { component, type Deps, subcommand } from '../../src/services.js'
import type { Topic } from '../../src/store/topics.js'
import { planDigestInTurns } from '../../src/summaries/digest.js'
import { trendOf } from '../../src/summaries/trend.js'
import { type DrawnStories, renderPages, renderTrend } from '../../src/topics/render-digest.js'
import { scopeOf } from '../search/find.js'
import { articleMenu } from '../support/article-menu.js'
import { findTopic } from '../support/find-topic.js'
import { ownView } from '../support/own-view.js'
import { pageSize, turnButtons } from '../support/pages.js'
import { suggestPeriods, suggestTopics } from '../support/suggest.js'

const usualPeriod = 'last 7 days'
const day = 86_400_000
/** Equally long times before that say what is usual. */
const periodsCompared = 4
/** Of those, the newest are looked at; more is a topic of everything. */
const mostCounted = 3000
const mostRead = 250
const maxDescription = 4096
const mostStories = 25
/** Fewer bars, or articles, say nothing that the line does not. */
const fewestBars = 4
const fewestForChart = 5
const mostBars = 31

const view = z.coerce.number().int()
const page = z.coerce.number().int()
const pageButton = customId('topicSummary', { view, page })
const shareButton = customId('topicSummaryShare', { view, page })
const askedSchema = z.object({
  topic: z.string(),
  period: z.string(),
  /** When the person last looked, ms; what came since is new. */
  since: z.number().optional(),
  userId: z.string(),
})
type Asked = z.output<typeof askedSchema>

export const topic = subcommand({
  description: 'What happened in a topic: its stories, the most told first',
  options: {
    topic: textOption(50).describe('Which topic'),
    period: textOption(50)
      .describe('Since when or when: last 7 days (as usual), yesterday, 2026-05')
      .optional(),
  },
  suggest: { topic: suggestTopics, period: suggestPeriods },
  async run({ topic: name, period = usualPeriod }, actor, deps) {
    const topic = await findTopic(name, actor, deps)
    const since = await deps.stores.topics.read(topic.id, actor.userId, actor.now)
    const asked = { topic: topic.name, period, userId: actor.userId, ...(since !== undefined && { since }) }
    const view = await deps.stores.views.save(asked, actor)
    return await showPage(view, asked, 1, actor, deps)
  },
})

export const topicComponents = [
  component({
    id: pageButton,
    async run({ view, page }, actor, deps) {
      return await showPage(view, await ownView(view, askedSchema, actor, deps), page, actor, deps)
    },
  }),
  component({
    id: shareButton,
    answer: 'share',
    async run({ view, page }, actor, deps) {
      const { since: _, ...asked } = await ownView(view, askedSchema, actor, deps)
      const { embed, stories, files } = await draw(asked, page, actor, deps)
      const content = actor.t('share.by', { user: `<@${actor.userId}>` })
      return { content, embeds: [embed], files, rows: [articleMenu(leadsOf(stories), actor.t)] }
    },
  }),
]

async function showPage(
  view: number,
  asked: Asked,
  wanted: number,
  actor: Actor,
  deps: Deps,
): Promise<Reply> {
  const { t, mayPost } = actor
  const { embed, stories, files, pages: count, shown } = await draw(asked, wanted, actor, deps)
  const pages = turnButtons(shown, count, t, (to) => pageButton.encode({ view, page: to })).flat()
  const share = {
    label: t('share.button'),
    id: shareButton.encode({ view, page: shown }),
    disabled: !mayPost || stories.length === 0,
  }
  return { embeds: [embed], files, rows: [articleMenu(leadsOf(stories), t), [...pages, share]] }
}

interface Drawn extends Pick<DrawnStories, 'stories'> {
  embed: Embed
  files: ReplyFile[]
  pages: number
  shown: number
}

async function draw(asked: Asked, wanted: number, actor: Actor, deps: Deps): Promise<Drawn> {
  const { t, now } = actor
  const period = parsePeriod(asked.period, now)
  if (!period) throw new UserError('search.unknownPeriod', { period: asked.period })
  const topic = await findTopic(asked.topic, actor, deps)
  const { articles, dates } = await read(topic, period, actor, deps)
  const digest = await planDigestInTurns(articles, {
    now: Math.min(now, period.to),
    since: asked.since,
    stories: mostStories,
  })
  const counts = countsOf(dates, period)
  const heading = renderTrend(counts.at(-1) ?? 0, trendOf(counts.at(-1) ?? 0, counts.slice(0, -1)), t)
  const maxLength = maxDescription - heading.length - 2
  const pages = renderPages(digest.stories, t, { maxLength, most: pageSize })
  const shown = Math.min(Math.max(1, wanted), pages.length || 1)
  const { description, stories } = pages[shown - 1] ?? { description: '', stories: [] }
  const left = digest.moreStories + pages.slice(shown).flatMap((page) => page.stories).length
  const title = t('digest.title', {
    topic: escapeMarkdown(topic.name),
    period: escapeMarkdown(truncate(asked.period, 50)),
  })
  return {
    embed: {
      title,
      description: stories.length === 0 ? await nothing(topic, actor, deps) : `${heading}\n\n${description}`,
      color: accent,
      ...(left > 0 && { footer: t('digest.moreStories', { count: left }) }),
    },
    files: shown === 1 ? chartOf(dates, period, actor) : [],
    stories,
    pages: pages.length,
    shown,
  }
}

/** Why nothing is shown: when the topic's newest article was published, and which period has it, if there is one. */
async function nothing(topic: Topic, actor: Actor, deps: Deps): Promise<string> {
  const { t } = actor
  const scope = await scopeOf(actor, deps)
  const query = `${printFilter({ field: 'topic', value: topic.name })} sort:newest`
  const ids = scope.search(query, { limit: 1 }).hits.map(({ id }) => id)
  const [newest] = await deps.stores.articles.datesOf(ids)
  if (!newest) return t('digest.nothing')
  const month = new Date(newest.datedAt).toISOString().slice(0, 7)
  return t('digest.nothingSince', { date: timestamp(newest.datedAt, 'D'), period: month })
}

/** The newest articles of the period with their text, and when all of them and those before came. */
async function read(
  topic: Topic,
  { from, to }: Period,
  actor: Actor,
  deps: Deps,
): Promise<{ articles: Article[]; dates: number[] }> {
  const scope = await scopeOf(actor, deps)
  // Years before the first that a date can be written with; articles are younger.
  const start = new Date(Math.max(0, from - periodsCompared * (to - from))).toISOString().slice(0, 10)
  const query = [
    printFilter({ field: 'topic', value: topic.name }),
    printFilter({ field: 'after', value: start }),
    'sort:newest',
  ].join(' ')
  const ids = scope.search(query, { limit: mostCounted }).hits.map(({ id }) => id)
  if (ids.length === 0 && !deps.indexComplete())
    throw new UserError('search.indexing', { count: deps.index.size })
  const dated = new Map(
    (await deps.stores.articles.datesOf(ids)).map(({ id, datedAt }) => [id, datedAt] as const),
  )
  const within = ids.filter((id) => {
    const at = dated.get(id)
    return at !== undefined && at >= from && at < to
  })
  const articles = await deps.stores.articles.byIds(within.slice(0, mostRead))
  return {
    articles: articles.filter(({ sourceId }) => scope.visible.has(sourceId)),
    dates: [...dated.values()],
  }
}

/** How many came in the times before the period, oldest first, and in the period. */
function countsOf(dates: readonly number[], { from, to }: Period): number[] {
  const length = to - from
  return Array.from({ length: periodsCompared + 1 }, (_, i) => {
    const end = to - (periodsCompared - i) * length
    return dates.filter((at) => at >= end - length && at < end).length
  })
}

/** A bar for each day of the period; nothing for a single day, years, or a handful of articles. */
function chartOf(dates: readonly number[], { from, to }: Period, { t }: Actor): ReplyFile[] {
  const days = Math.round((to - from) / day)
  const inside = dates.filter((at) => at >= from && at < to)
  if (days < fewestBars || days > mostBars || inside.length < fewestForChart) return []
  const bars: Bar[] = Array.from({ length: days }, (_, i) => {
    const start = to - (days - i) * day
    const date = new Date(start)
    return {
      count: inside.filter((at) => at >= start && at < start + day).length,
      label: `${date.getUTCDate()}.${date.getUTCMonth() + 1}`,
    }
  })
  const described = describeBars(bars)
  const description = described ? t('digest.chart', { ...described }) : ''
  return [{ name: 'articles-per-day.png', data: renderBarChart([{ bars, colour: accent }]), description }]
}

function leadsOf(stories: DrawnStories['stories']) {
  return stories.map(({ lead }) => lead)
}
