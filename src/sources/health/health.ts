import type { Source } from '../../store/sources.js'

/** How a source is doing. Quiet: read without trouble, but nothing new for longer than its rhythm explains. */
export const healthStates = ['ok', 'quiet', 'failing', 'blocked', 'held'] as const
export type Health = (typeof healthStates)[number]

const hour = 3_600_000
const day = 24 * hour
/** A source is quiet after this many of its usual pauses, within these bounds; of a month if the rhythm is unknown. */
const quietPauses = 5
const quietBounds = { least: 3 * day, most: 90 * day, unknown: 30 * day }

/** Answers that mean "not you", which waiting alone does not change. */
const refusals = new Set<string>([
  'source.challenge',
  'source.forbidden',
  'source.robots',
  'source.privateAddress',
])

/** Failed checks in a row, and how long without a success, before moderators are told: networks hiccup. */
const toldAfter = { failures: 3, ms: hour / 2 }

/** The state of a source at a time (ms). */
export function healthOf(source: Source, now: number): Health {
  if (source.failures > 0) return refusals.has(source.last_error?.key ?? '') ? 'blocked' : 'failing'
  if (source.held_at !== null) return 'held'
  return source.kind !== 'folder' && now - lastNewAt(source) > quietAfter(source) ? 'quiet' : 'ok'
}

/** Whether a state has lasted long enough to be told to moderators. */
export function isIncident(source: Source, health: Health, now: number): boolean {
  if (health === 'ok') return false
  if (health === 'held' || health === 'quiet') return true
  return source.failures >= toldAfter.failures && now - lastGoodAt(source) >= toldAfter.ms
}

/** When the source last gave something new (ms). */
export function lastNewAt(source: Pick<Source, 'last_new_at' | 'created_at'>): number {
  return source.last_new_at ?? source.created_at
}

function lastGoodAt(source: Source): number {
  return source.last_success_at ?? source.created_at
}

function quietAfter({ pace }: Source): number {
  const rhythm = pace?.rhythmMs ?? null
  if (rhythm === null) return quietBounds.unknown
  return Math.min(Math.max(rhythm * quietPauses, quietBounds.least), quietBounds.most)
}
