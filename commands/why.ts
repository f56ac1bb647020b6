import type { Article } from '../src/core/article.js'
import { parseProblem } from '../src/core/channels.js'
import type { Actor } from '../src/core/command.js'
import type { MessageKey } from '../src/core/i18n.js'
import { textOption } from '../src/core/options.js'
import { accent, articleLine } from '../src/core/render-article.js'
import type { Reply } from '../src/core/reply.js'
import { escapeMarkdown, timestamp } from '../src/core/text.js'
import { prepareArticle } from '../src/search/match-topic.js'
import { explainMatch, type MatchExplanation } from '../src/search/matching/explain-match.js'
import { parseQuery } from '../src/search/query/parse-query.js'
import { command, type Deps } from '../src/services.js'
import type { Delivery } from '../src/store/deliveries.js'
import type { SubscriptionWithTopic } from '../src/store/subscriptions.js'
import type { Topic } from '../src/store/topics.js'
import { findArticle } from './summary/find-article.js'
import { describeMatch } from './support/explain-match.js'
import { channelError } from './support/subscribe.js'
import { suggestArticles } from './support/suggest.js'

/** An embed's description. */
const maxLength = 4000

export default command({
  name: 'why',
  description: 'Why an article was posted, or was not',
  moderators: true,
  options: { article: textOption(500).describe('Title or address of the article') },
  suggest: { article: suggestArticles },
  run: async ({ article }, actor, deps) => explain(await findArticle(article, actor, deps), actor, deps),
})

/** What became of an article in each subscription of the server. */
async function explain(article: Article, actor: Actor, deps: Deps): Promise<Reply> {
  const { stores } = deps
  const { t, guildId } = actor
  const topics = await stores.topics.of(guildId)
  const subscriptions = await stores.subscriptions.of(guildId)
  const rows = await stores.deliveries.ofArticle(guildId, article.id)
  const source = await stores.sources.get(article.sourceId)
  const prepared = prepareArticle({ ...article, source: source ?? { title: '', url: '' } })
  const lines = topics.flatMap((topic) => {
    const places = subscriptions.filter(({ topic_id }) => topic_id === topic.id)
    const match = explainMatch(parseQuery(topic.query), prepared, { now: actor.now }, topic.width)
    return describeTopic(topic, places, rows, match, article, actor, deps)
  })
  const heading = [
    articleLine(article, t),
    t('why.read', { time: timestamp(article.addedAt, 'f'), source: escapeMarkdown(article.sourceTitle) }),
  ]
  const all = lines.length > 0 ? lines : [t('topic.none')]
  return {
    embeds: [{ title: t('why.title'), description: fitting([...heading, '', ...all]), color: accent }],
  }
}

function describeTopic(
  topic: Topic,
  places: readonly SubscriptionWithTopic[],
  rows: readonly Delivery[],
  match: MatchExplanation,
  article: Article,
  actor: Actor,
  deps: Deps,
): string[] {
  const { t } = actor
  const name = escapeMarkdown(topic.name)
  const reason = describeMatch(match, t)
  if (places.length === 0) return [t(match.matches ? 'why.noPlace' : 'why.noMatch', { topic: name, reason })]
  return places.map((place) => {
    const row = rows.find(({ subscription_id }) => subscription_id === place.id)
    const where = t('why.place', { topic: name, channel: `<#${place.channel_id}>` })
    return `${where} ${row ? describeRow(row, place, actor, deps) : describeAbsence(match, place, article, actor)}`
  })
}

/** A state of the ledger in plain words. */
function describeRow(
  row: Delivery,
  place: SubscriptionWithTopic,
  { t, guildId }: Actor,
  { channels }: Deps,
): string {
  switch (row.state) {
    case 'sent':
      return t('why.sent', {
        time: timestamp(row.updated_at, 'f'),
        link: linkTo(row, place, guildId, channels.tagsOf(place.channel_id) !== undefined),
      })
    case 'pending':
      return waiting(place, t)
    case 'claimed':
      return t('why.claimed', { attempts: row.attempts, reason: reasonOf(row, t) })
    case 'held':
      return t('why.held')
    default:
      return t(`why.${row.state}`, { reason: reasonOf(row, t), time: timestamp(row.updated_at, 'f') })
  }
}

/** In a forum a message is in the thread that has its id. */
function linkTo(
  { message_id: message }: Delivery,
  { channel_id: channel }: SubscriptionWithTopic,
  guildId: string,
  inForum: boolean,
): string {
  return `https://discord.com/channels/${guildId}/${inForum ? message : channel}/${message}`
}

function waiting({ paused_reason, channel_id, next_run_at }: SubscriptionWithTopic, t: Actor['t']): string {
  const problem = paused_reason && channelError(parseProblem(paused_reason), channel_id)
  return problem
    ? t('why.blocked', { problem: t(problem.key, problem.params) })
    : t('why.pending', { time: timestamp(next_run_at, 'f') })
}

/** Why there is no row: the ledger has one for everything that was to be posted. */
function describeAbsence(
  match: MatchExplanation,
  { created_at }: SubscriptionWithTopic,
  article: Article,
  { t }: Actor,
): string {
  if (!match.matches) return t('why.absentNoMatch', { reason: describeMatch(match, t) })
  return article.addedAt <= created_at ? t('why.absentOlder') : t('why.absentQuiet')
}

const knownReasons: Record<string, MessageKey> = {
  'source-removed': 'why.reason.sourceRemoved',
  'source-removed-held': 'why.reason.sourceRemoved',
  'story-told': 'why.reason.storyTold',
  'marked-as-seen': 'why.reason.markedAsSeen',
  'article-gone': 'why.reason.articleGone',
  'no-answer': 'why.reason.noAnswer',
}

function reasonOf({ reason }: Delivery, t: Actor['t']): string {
  if (reason === null) return t('why.reason.none')
  const key = knownReasons[reason]
  return key ? t(key) : t('why.reason.discord', { code: reason.replace(/^discord-/, '') })
}

function fitting(lines: readonly string[]): string {
  let text = ''
  for (const line of lines) if (text.length + line.length < maxLength) text += `${line}\n`
  return text.trimEnd()
}
