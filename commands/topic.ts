import { z } from 'zod'
import { parseProblem } from '../src/core/channels.js'
import type { Actor } from '../src/core/command.js'
import { customId } from '../src/core/custom-id.js'
import { UserError } from '../src/core/errors.js'
import { notice } from '../src/core/notice.js'
import { channelOption, textOption } from '../src/core/options.js'
import type { Reply } from '../src/core/reply.js'
import { escapeMarkdown, timestamp, truncate } from '../src/core/text.js'
import { defaultWidth, widths } from '../src/search/matching/width.js'
import { namesAmong } from '../src/search/query/names.js'
import { component, type Deps, group, subcommand } from '../src/services.js'
import type { SubscriptionWithTopic } from '../src/store/subscriptions.js'
import type { Topic } from '../src/store/topics.js'
import { describeSchedule } from '../src/topics/schedule.js'
import { checkQuery } from './support/check-query.js'
import { findTopic } from './support/find-topic.js'
import { pagedList } from './support/paged-list.js'
import {
  channelError,
  checkPlace,
  describePlace,
  placeOptions,
  saveSubscription,
} from './support/subscribe.js'
import { suggestTimeZones, suggestTopics } from './support/suggest.js'
import { suggestSchedules } from './support/suggest-schedules.js'
import { testTopic } from './support/test-topic.js'

/** Each new article is matched against every topic of its servers; nobody looks through more. */
const maxTopics = 50

const widthOption = z
  .enum(widths)
  .describe('What it takes: words in title or beginning (strict), what it is about (normal), anywhere (wide)')
  .optional()

const create = subcommand({
  description: 'Watch for articles that match a query, and post them to a channel',
  options: {
    name: textOption(50).describe('What the topic is called'),
    query: textOption(1000).describe(
      'Words an article must have; "exact phrase", -without, one OR other, source:name',
    ),
    width: widthOption,
    channel: channelOption()
      .describe('Where new articles are posted; this channel, if only a schedule is given')
      .optional(),
    ...placeOptions,
  },
  suggest: { schedule: suggestSchedules, time_zone: suggestTimeZones },
  async run({ name, query, width = defaultWidth, ...options }, actor, deps) {
    checkQuery(query)
    if ((await deps.stores.topics.of(actor.guildId)).length >= maxTopics)
      throw new UserError('topic.tooMany', { max: maxTopics })
    const wantsPlace = Object.values(options).some((option) => option !== undefined)
    const place = wantsPlace ? await checkPlace(options, actor, deps) : null
    await deps.stores.transaction(async (stores) => {
      const topic = await stores.topics.add({
        guild_id: actor.guildId,
        name,
        query,
        width,
        created_by: actor.userId,
        created_at: actor.now,
      })
      if (!topic) throw new UserError('topic.exists', { topic: name })
      if (place) await saveSubscription(topic.id, place, actor, stores)
    })
    const topic = escapeMarkdown(name)
    const created = actor.t('topic.created', { topic, query: escapeMarkdown(truncate(query, 300)) })
    const matches = await matchesSoFar({ query, width }, actor, deps)
    const next = place ? describePlace(topic, place, actor) : actor.t('topic.notPosted', { topic })
    return notice([created, ...matches, next].join('\n'))
  },
})

/** How many articles the topic would have been posted for; nothing for a server without sources. */
async function matchesSoFar(
  topic: Pick<Topic, 'query' | 'width'>,
  { guildId, t, now }: Actor,
  deps: Deps,
): Promise<string[]> {
  const sources = await deps.stores.followers.followedBy(guildId)
  if (sources.length === 0 || !deps.indexComplete()) return []
  const { total } = deps.index.search('topic:new', {
    ...namesAmong(sources, [{ name: 'new', ...topic }]),
    sources: new Set(sources.map(({ id }) => id)),
    limit: 0,
    now,
  })
  return [t('topic.matches', { count: total })]
}

const pageButton = customId('topics', { page: z.coerce.number().int() })

const list = subcommand({
  description: 'The topics of this server and where they are posted',
  options: {},
  run: (_, actor, deps) => showPage(1, actor, deps),
})

const remove = subcommand({
  description: 'Delete a topic and stop posting it',
  options: { topic: textOption(50).describe('Which topic') },
  suggest: { topic: suggestTopics },
  async run({ topic: name }, actor, deps) {
    const topic = await findTopic(name, actor, deps)
    await deps.stores.bin.removeTopic(topic.id, actor.now)
    return notice(actor.t('topic.deleted', { topic: escapeMarkdown(topic.name) }))
  },
})

const edit = subcommand({
  description: 'Change what a topic watches for; where it is posted stays',
  options: {
    topic: textOption(50).describe('Which topic'),
    query: textOption(1000).describe('The new words').optional(),
    width: widthOption,
  },
  suggest: { topic: suggestTopics },
  async run({ topic: name, query, width }, actor, deps) {
    const topic = await findTopic(name, actor, deps)
    if (query === undefined && width === undefined) throw new UserError('topic.nothingToChange')
    if (query !== undefined) checkQuery(query)
    const changes = { ...(query !== undefined && { query }), ...(width && { width }) }
    await deps.stores.topics.edit(topic.id, changes)
    const changed = { ...topic, ...changes }
    const params = {
      topic: escapeMarkdown(topic.name),
      query: escapeMarkdown(truncate(changed.query, 300)),
      width: changed.width,
    }
    const matches = await matchesSoFar(changed, actor, deps)
    return notice([actor.t('topic.edited', params), ...matches].join('\n'))
  },
})

const test = subcommand({
  description: 'What a topic would have been posted for lately, what it just missed, and why',
  options: {
    topic: textOption(50).describe('A topic, or leave it out and try a query').optional(),
    query: textOption(1000).describe('A query to try').optional(),
    width: widthOption,
  },
  suggest: { topic: suggestTopics },
  async run({ topic: name, query, width }, actor, deps) {
    const topic = name === undefined ? undefined : await findTopic(name, actor, deps)
    const asked = { query: query ?? topic?.query ?? '', width: width ?? topic?.width ?? defaultWidth }
    if (asked.query === '') throw new UserError('topic.nothingToTest')
    checkQuery(asked.query)
    return await testTopic(asked, actor, deps)
  },
})

export default group({
  name: 'topic',
  description: 'What this server watches for',
  moderators: true,
  subcommands: { create, edit, test, list, delete: remove },
  components: [
    component({
      id: pageButton,
      moderators: true,
      run: ({ page }, actor, deps) => showPage(page, actor, deps),
    }),
  ],
})

async function showPage(page: number, actor: Actor, deps: Deps): Promise<Reply> {
  const topics = await deps.stores.topics.of(actor.guildId)
  if (topics.length === 0) throw new UserError('topic.none')
  const subscriptions = await deps.stores.subscriptions.of(actor.guildId)
  const lines = topics.map((topic) =>
    describeTopic(
      topic,
      subscriptions.filter(({ topic_id }) => topic_id === topic.id),
      actor,
    ),
  )
  return pagedList(actor.t('topic.listTitle'), lines, page, (to) => pageButton.encode({ page: to }), actor)
}

/** A topic may be posted to many channels; the first ones are named. */
const maxPlaces = 8

function describeTopic(topic: Topic, places: SubscriptionWithTopic[], actor: Actor): string {
  const query = escapeMarkdown(truncate(topic.query, 100))
  const heading = actor.t('topic.row', { topic: escapeMarkdown(topic.name), query })
  const shown = places.slice(0, maxPlaces).map((place) => describeSubscription(place, actor))
  const more =
    places.length > maxPlaces ? [actor.t('topic.morePlaces', { count: places.length - maxPlaces })] : []
  return [heading, ...shown, ...more].join('\n')
}

function describeSubscription(place: SubscriptionWithTopic, { t }: Actor): string {
  const channel = `<#${place.channel_id}>`
  const waits = place.paused_reason && channelError(parseProblem(place.paused_reason), place.channel_id)
  return waits
    ? t('topic.placeWaits', { channel, problem: t(waits.key, waits.params) })
    : t('topic.place', {
        channel,
        schedule: describeSchedule(place.cron, t),
        zone: place.time_zone,
        next: timestamp(place.next_run_at, 'f'),
      })
}
