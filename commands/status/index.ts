import type { Actor } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { accent } from '../../src/core/render-article.js'
import type { Button, Embed, Reply } from '../../src/core/reply.js'
import { command, component, type Deps } from '../../src/services.js'
import { healthMark } from '../../src/sources/health/render-health.js'
import type { SubscriptionWithTopic } from '../../src/store/subscriptions.js'
import { firstPage } from '../subscription/list.js'
import { healthMenu, type SourceHealth, troubleLine } from '../support/health-overview.js'
import { drawDays, lastDays } from './days.js'
import { describeNext } from './next-runs.js'
import { channelLines, findChannelProblems, sourcesInTrouble } from './problems.js'

/** Of an embed's 4096, so that the fields below always have room within the 6000 of a whole message. */
const maxProblems = 3500

const refreshButton = customId('status', {})

export default command({
  name: 'status',
  description: 'What the bot read, matched and posted today, what comes next, and what is wrong',
  moderators: true,
  options: {},
  run: (_, actor, deps) => show(actor, deps),
  components: [
    component({ id: refreshButton, moderators: true, run: (_, actor, deps) => show(actor, deps) }),
  ],
})

async function show(actor: Actor, deps: Deps): Promise<Reply> {
  const { guildId, t, now } = actor
  const { activity, followers, settings, subscriptions, topics } = deps.stores
  const days = lastDays(now, actor.timeZone)
  const [sources, watched, places, { moderatorChannel: alertsChannel }, read, posted, matched] =
    await Promise.all([
      followers.followedBy(guildId),
      topics.of(guildId),
      subscriptions.of(guildId),
      settings.of(guildId),
      activity.readPerDay(guildId, days.starts),
      activity.postedPerDay(guildId, days.starts),
      activity.matchedSince(guildId, days.today),
    ])
  const channels = await findChannelProblems(places, alertsChannel, deps)
  const troubles = sourcesInTrouble(sources, now)
  const problems = [
    ...(deps.indexComplete() ? [] : [t('status.indexing', { count: deps.index.size })]),
    ...channelLines(channels, places, alertsChannel, actor),
    ...troubles.map((trouble) => troubleLine(trouble, t)),
  ]
  const have = { sources: sources.length, topics: watched.length, channels: channelsOf(places) }
  const step = nextStep(have, actor)
  const well = problems.length + step.length === 0 ? [`${healthMark.ok} ${t('status.well')}`] : []
  const today = { read: read.at(-1) ?? 0, matched, posted: posted.at(-1) ?? 0 }
  const chart = drawDays(days, { read, posted }, actor)
  const fields = [...drawToday(today, have, actor), ...describeNext(places, channels, actor), ...chart.fields]
  const embed: Embed = {
    title: t('status.title'),
    description: [...fitting(problems, actor), ...step, ...well].join('\n\n'),
    color: accent,
    ...(have.sources > 0 && { fields }),
    footer: t('status.footer', { zone: days.zone }),
    timestamp: now,
  }
  return { embeds: [embed], files: chart.files, rows: rowsFor(troubles, places.length > 0, actor) }
}

/** What a server has set up, counted. */
interface SetUp {
  sources: number
  topics: number
  channels: number
}

function channelsOf(places: readonly SubscriptionWithTopic[]): number {
  return new Set(places.map(({ channel_id }) => channel_id)).size
}

function drawToday(
  today: { read: number; matched: number; posted: number },
  { sources, topics, channels }: SetUp,
  { t }: Actor,
) {
  const field = (name: string, value: string) => ({ name, value, inline: true })
  return [
    field(t('status.read'), t('status.readValue', { count: today.read, sources })),
    field(t('status.matched'), t('status.matchedValue', { count: today.matched, topics })),
    field(t('status.posted'), t('status.postedValue', { count: today.posted, channels })),
  ]
}

/** What a server that is not set up yet needs most. */
function nextStep({ sources, topics, channels }: SetUp, { t }: Actor): string[] {
  if (sources === 0) return [t('status.noSources')]
  if (topics === 0) return [t('status.noTopics')]
  return channels === 0 ? [t('status.noPlaces')] : []
}

/** As many lines as there is room for, and how many there are besides. */
function fitting(lines: readonly string[], { t }: Actor): string[] {
  let room = maxProblems
  const shown = lines.filter((line) => {
    room -= line.length + 2
    return room >= 0
  })
  const hidden = lines.length - shown.length
  return hidden > 0 ? [...shown, t('health.more', { count: hidden })] : shown
}

function rowsFor(
  troubles: readonly SourceHealth[],
  hasPlaces: boolean,
  actor: Actor,
): Reply['rows'] & object {
  const { t } = actor
  const places: Button = { label: t('status.subscriptions'), id: firstPage }
  return [
    ...(troubles.length > 0 ? [[healthMenu(troubles, actor)]] : []),
    [
      { label: t('status.refresh'), id: refreshButton.encode({}), style: 'primary' },
      ...(hasPlaces ? [places] : []),
    ],
  ]
}
