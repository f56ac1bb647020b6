import { createHash } from 'node:crypto'
import { type Channels, PostError } from '../../core/channels.js'
import type { Log } from '../../core/log.js'
import type { Reply } from '../../core/reply.js'
import { serverTranslator } from '../../core/server-language.js'
import type { Reportable } from '../../store/followers.js'
import type { Stores } from '../../store/stores.js'
import { type Health, healthOf, isIncident } from './health.js'
import { maxSingleAlerts, renderAlert, renderAlerts, renderRecovery } from './render-alert.js'

export interface AlertDeps {
  stores: Stores
  channels: Pick<Channels, 'post' | 'localeOf'>
  log: Log
}

interface Change extends Reportable {
  health: Health
}

/** What has been out for longer is not part of an outage that passes. */
const outageLastsMs = 86_400_000

/**
 * Tells the moderators of each server, in the channel they chose, when a source gets into trouble and when it is well
 * again: once each. Trouble that turns into other trouble of the same incident is not told again, except that held
 * articles always are: they wait for an answer.
 */
export function createAlerts({ stores, channels, log }: AlertDeps) {
  async function tick(now: number): Promise<void> {
    const states = (await stores.followers.toReport(now)).map((each) => ({
      ...each,
      health: healthOf(each.source, now),
    }))
    for (const ofGuild of groupByGuild(states)) {
      const concerned = []
      for (const change of newsOf(ofGuild, now)) if (await concerns(change)) concerned.push(change)
      await report(concerned, now)
    }
  }

  /** A decision is asked only of servers where it changes anything. */
  async function concerns({ health, guildId, source }: Change): Promise<boolean> {
    return health !== 'held' || (await stores.sourceDeliveries.heldOf(guildId, source.id)) > 0
  }

  async function report(changes: readonly Change[], now: number): Promise<void> {
    const troubles = changes.flatMap((change) =>
      change.health === 'ok' ? [] : [{ ...change, health: change.health }],
    )
    const recovered = changes.filter(({ health }) => health === 'ok')
    const [first] = changes
    if (!first) return
    const t = await serverTranslator(first.guildId, { settings: stores.settings, channels })
    const messages: { changes: readonly Change[]; reply: Reply }[] =
      troubles.length > maxSingleAlerts
        ? [{ changes: troubles, reply: renderAlerts(troubles, now, t) }]
        : troubles.map((trouble) => ({
            changes: [trouble],
            reply: renderAlert(trouble.source, trouble.health, t),
          }))
    if (recovered.length > 0)
      messages.push({
        changes: recovered,
        reply: renderRecovery(
          recovered.map(({ source }) => source),
          t,
        ),
      })
    for (const message of messages) await send(message.changes, message.reply)
  }

  async function send(changes: readonly Change[], reply: Reply): Promise<void> {
    const [first] = changes
    if (!first) return
    try {
      await channels.post(first.channelId, reply, nonceOf(changes))
    } catch (error) {
      if (!(error instanceof PostError)) throw error
      log.warn({ guild: first.guildId, err: error }, 'alert not posted')
      // It may be accepted at the next tick. A message that Discord refuses would be refused every time.
      if (error.outcome !== 'refused') return
    }
    for (const { guildId, source, health } of changes)
      await stores.followers.markTold(guildId, source.id, health === 'ok' ? null : health)
  }

  return { tick }
}

export type Alerts = ReturnType<typeof createAlerts>

/**
 * What there is to tell a server. Where one of many failing sources has failed for long enough, the others are told of
 * with it; and while many that failed of late are still out, one that is well again waits for them: an outage is one
 * incident, not forty.
 */
function newsOf(states: readonly Change[], now: number): Change[] {
  const troubles = states.filter((state) => isNews(state, now))
  const failing = states.filter(({ source, told }) => told === null && source.failures > 0)
  const isOutage = troubles.some(({ source }) => source.failures > 0) && failing.length > maxSingleAlerts
  const told = isOutage ? [...new Set([...troubles, ...failing])] : troubles
  const recovered = states.filter(({ health, told }) => told !== null && health === 'ok')
  const stillOut = states.filter(
    ({ source, told }) =>
      told !== null && source.failures > 0 && now - (source.last_success_at ?? 0) < outageLastsMs,
  )
  const isOver = stillOut.length <= maxSingleAlerts || recovered.length > stillOut.length
  return isOver ? [...told, ...recovered] : told
}

function isNews({ source, health, told }: Change, now: number): boolean {
  if (!isIncident(source, health, now)) return false
  return told === null || (health === 'held' && told !== 'held')
}

function groupByGuild(changes: readonly Change[]): Change[][] {
  const groups = new Map<string, Change[]>()
  for (const change of changes) {
    const group = groups.get(change.guildId)
    if (group) group.push(change)
    else groups.set(change.guildId, [change])
  }
  return [...groups.values()]
}

/** The same for the same news: Discord posts a nonce once within some minutes, also after a crash in between. */
function nonceOf(changes: readonly Change[]): string {
  const parts = changes.map(
    ({ guildId, source, health }) =>
      `${guildId}/${source.id}/${health}/${source.last_success_at}/${source.held_at}`,
  )
  return createHash('sha256').update(parts.join()).digest('hex').slice(0, 24)
}
