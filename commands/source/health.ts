import type { Actor } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import { notice } from '../../src/core/notice.js'
import { textOption } from '../../src/core/options.js'
import { accent } from '../../src/core/render-article.js'
import type { Embed, Reply } from '../../src/core/reply.js'
import { escapeMarkdown, timestamp, truncate } from '../../src/core/text.js'
import { component, type Deps, subcommand } from '../../src/services.js'
import { healthOf, healthStates } from '../../src/sources/health/health.js'
import { sourceMenu } from '../../src/sources/health/render-alert.js'
import {
  describeHealth,
  healthButtons,
  healthMark,
  type SourceAction,
  sourceButton,
} from '../../src/sources/health/render-health.js'
import { displayAddress } from '../../src/sources/source-address.js'
import type { Source } from '../../src/store/sources.js'
import { describeCounts, describeRemarks } from '../support/describe-reading.js'
import { editButton } from '../support/edit-form.js'
import { findFollowed, followedById } from '../support/find-followed.js'
import { healthMenu, troubleLine, withHealth } from '../support/health-overview.js'
import { record } from '../support/record.js'
import { askRemoval, removeButton } from '../support/removal.js'
import { suggestSources } from '../support/suggest.js'

const day = 86_400_000
const snoozeMs = 7 * day
const maxTroublesShown = 15

export const health = subcommand({
  description: 'How sources are doing, what is wrong, and what can be done about it',
  slow: true,
  options: { source: textOption(1000).describe('Which source; all of them, if left out').optional() },
  suggest: { source: suggestSources },
  async run({ source }, actor, deps) {
    if (source !== undefined) return await showHealth(await findFollowed(source, actor, deps), actor, deps)
    const sources = await deps.stores.followers.followedBy(actor.guildId)
    if (sources.length === 0) throw new UserError('source.noneFollowed')
    return overview(sources, actor)
  },
})

/** The menu of an overview or an alert: one source opened. */
export const openSource = component({
  id: sourceMenu,
  moderators: true,
  answer: 'reply',
  run: async (_, actor, deps, [picked]) =>
    await showHealth(await followedById(Number(picked), actor, deps), actor, deps),
})

/** The buttons under an alert and under a source's health. */
export const sourceAction = component({
  id: sourceButton,
  moderators: true,
  answer: 'reply',
  async run({ do: action, source: id }, actor, deps) {
    const source = await followedById(id, actor, deps)
    return await actions[action](source, actor, deps)
  },
})

type Act = (source: Source, actor: Actor, deps: Deps) => Promise<Reply>

const actions: Record<SourceAction, Act> = {
  async retry(source, actor, deps) {
    const report = await deps.sources.read(source, actor.now, { interactive: true, whole: true })
    const counts = describeCounts(report, actor)
    return notice(
      actor.t('source.readAgain', { source: escapeMarkdown(source.title), counts, added: report.added }),
    )
  },
  async snooze(source, actor, deps) {
    const until = actor.now + snoozeMs
    await snooze(source, until, actor, deps)
    return notice(
      actor.t('source.snoozed', { source: escapeMarkdown(source.title), until: timestamp(until, 'D') }),
    )
  },
  async wake(source, actor, deps) {
    await snooze(source, null, actor, deps)
    return notice(actor.t('source.woken', { source: escapeMarkdown(source.title) }))
  },
  remove: ({ id }, actor, deps) => askRemoval('source', id, actor, deps),
  post: (source, actor, deps) => settle('post', source, actor, deps),
  digest: (source, actor, deps) => settle('digest', source, actor, deps),
  skip: (source, actor, deps) => settle('skip', source, actor, deps),
}

async function snooze(source: Source, until: number | null, actor: Actor, { stores }: Deps): Promise<void> {
  await stores.transaction(async (within) => {
    await within.followers.snooze(actor.guildId, source.id, until)
    const action = until === null ? 'source.woken' : 'source.snoozed'
    await record(actor, within, action, { source: source.title })
  })
}

async function settle(
  decision: 'post' | 'digest' | 'skip',
  source: Source,
  actor: Actor,
  deps: Deps,
): Promise<Reply> {
  const count = await deps.stores.sourceDeliveries.heldOf(actor.guildId, source.id)
  if (count === 0) return notice(actor.t('source.settledAlready', { source: escapeMarkdown(source.title) }))
  await deps.sources.settleHeld(actor.guildId, source.id, decision, actor.now)
  await record(actor, deps.stores, 'source.settled', { source: source.title, decision, count })
  return notice(actor.t(`source.settled.${decision}`, { source: escapeMarkdown(source.title), count }))
}

function overview(sources: readonly Source[], actor: Actor): Reply {
  const { t, now } = actor
  const states = withHealth(sources, now)
  const counts = healthStates.flatMap((state) => {
    const count = states.filter((each) => each.state === state).length
    return count > 0 ? [`${healthMark[state]} ${t(`health.count.${state}`, { count })}`] : []
  })
  const troubles = states.filter(({ state }) => state !== 'ok')
  const lines = troubles.slice(0, maxTroublesShown).map((trouble) => troubleLine(trouble, t))
  const hidden = troubles.length - lines.length
  return {
    embeds: [
      {
        title: t('health.title'),
        description: [
          counts.join(' · '),
          ...lines,
          ...(hidden > 0 ? [t('health.more', { count: hidden })] : []),
        ].join('\n\n'),
        color: accent,
      },
    ],
    rows: [[healthMenu(troubles.length > 0 ? troubles : states, actor)]],
  }
}

/** Everything about one source that its moderators may want to know, with what they can do. */
export async function showHealth(source: Source, actor: Actor, deps: Deps): Promise<Reply> {
  const { t, now } = actor
  const state = healthOf(source, now)
  const held = state === 'held' ? await deps.stores.sourceDeliveries.heldOf(actor.guildId, source.id) : 0
  const until = await deps.stores.followers.snoozedUntil(actor.guildId, source.id)
  const isSnoozed = until !== null && until > now
  const description = [
    `${healthMark[state]} ${describeHealth(source, state, t)}`,
    ...(isSnoozed ? [t('health.snoozed', { until: timestamp(until, 'D') })] : []),
    ...(held > 0 ? [t('health.heldHere', { count: held })] : []),
    ...describeRemarks(source, actor),
    escapeMarkdown(truncate(displayAddress(source), 500)),
  ]
  return {
    embeds: [
      {
        title: escapeMarkdown(truncate(source.title, 120)),
        description: description.join('\n'),
        color: accent,
        fields: await factsOf(source, actor, deps),
      },
    ],
    rows: [
      healthButtons(source, state, t, { isSnoozed }),
      [
        ...(source.kind === 'folder' ? [] : [editButton('source', source.id, t)]),
        ...(state === 'held' ? [removeButton('source', source.id, t)] : []),
      ],
    ],
  }
}

async function factsOf(source: Source, { t, now }: Actor, deps: Deps): Promise<Embed['fields'] & object> {
  const counts = await deps.stores.articles.countBySource([source.id])
  const { last_checked_at, last_success_at, last_new_at, next_check_at, pace, failures } = source
  const at = (time: number | null) => (time === null ? t('health.never') : timestamp(time))
  const headers = Object.keys(source.headers).join(', ')
  const fact = (name: string, value: string) => ({ name, value, inline: true })
  return [
    fact(t('health.kind'), t(`source.kind.${source.kind}`)),
    fact(t('health.articles'), String(counts.get(source.id) ?? 0)),
    fact(t('health.lastNew'), at(last_new_at)),
    fact(t('health.lastChecked'), at(last_checked_at)),
    fact(t('health.nextCheck'), next_check_at <= now ? t('health.now') : timestamp(next_check_at)),
    ...(pace?.rhythmMs
      ? [
          fact(
            t('health.rhythm'),
            t('health.every', { hours: Math.max(1, Math.round(pace.rhythmMs / 3_600_000)) }),
          ),
        ]
      : []),
    ...(failures > 0
      ? [fact(t('health.failures'), String(failures)), fact(t('health.lastSuccess'), at(last_success_at))]
      : []),
    ...(source.kind === 'folder' ? [] : [fact(t('health.fullText'), t(`fullText.${source.full_text}`))]),
    ...(headers ? [fact(t('health.headers'), escapeMarkdown(headers))] : []),
  ]
}
