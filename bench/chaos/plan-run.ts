/** When the process is killed. */
export type Moment =
  /** While it starts. */
  | { at: 'start'; afterMs: number }
  /** Any time. */
  | { at: 'random'; afterMs: number }
  /** When it looks at its clock for the n-th time: before a row is claimed, marked as sent, postponed, a slot ended. */
  | { at: 'look'; n: number }
  /** Its n-th message of the run has reached Discord, which does not make it. */
  | { at: 'claimed'; n: number }
  /** … which makes it a little later. */
  | { at: 'late'; n: number; delayMs: number }
  /** … is made, the answer is lost. */
  | { at: 'created'; n: number }
  /** … is made and answered. */
  | { at: 'answered'; n: number; afterMs: number }

export interface PlannedFault {
  when: 'before' | 'after'
  kind: 'server-error' | 'drop' | 'rate-limit' | 'slow' | 'edge-error'
  /** Messages, or the history that is searched after a crash. */
  target: 'post' | 'history'
  skip: number
  times: number
}

export interface RunPlan {
  moments: Moment[]
  /** How many articles come for each subscription, and how. */
  arrivals: { subscription: number; count: number; by: 'ledger' | 'feed' }[]
  faults: PlannedFault[]
  /** A list that Discord refuses, so that it is split. */
  refuseFirst: boolean
  /** How long the bot is down, ms. */
  downMs: number
  /** Somebody deletes what was posted while the bot is down: its history then cannot tell. */
  deleted: boolean
  /** Permissions are missing for a while after the restart. */
  denied: boolean
}

const second = 1000
const minute = 60 * second
const downTimes = [
  0,
  10 * second,
  minute,
  119 * second,
  121 * second,
  4 * minute,
  6 * minute,
  10 * minute,
  3 * 60 * minute,
]
const faultKinds: PlannedFault['kind'][] = ['server-error', 'drop', 'rate-limit', 'slow', 'edge-error']

export interface Shape {
  /** How many subscriptions there are; the last `digests` of them post digests. */
  subscriptions: number
  digests: number
}

/** What happens in one run, decided by the random numbers alone. */
export function planRun(random: () => number, { subscriptions, digests }: Shape): RunPlan {
  const below = (n: number) => Math.floor(random() * n)
  const chance = (share: number) => random() < share
  const pick = <Item>(items: readonly Item[]) => items[below(items.length)] as Item

  function moment(): Moment {
    const n = 1 + below(pick([1, 3, 8]))
    const moments: Moment[] = [
      { at: 'start', afterMs: below(1500) },
      { at: 'random', afterMs: below(pick([40, 150, 400])) },
      { at: 'look', n: 1 + below(pick([10, 40])) },
      { at: 'look', n: 1 + below(pick([10, 40])) },
      { at: 'claimed', n },
      { at: 'late', n, delayMs: below(300) },
      { at: 'created', n },
      { at: 'created', n },
      { at: 'answered', n, afterMs: below(6) },
    ]
    return pick(moments)
  }

  const arrivals = Array.from({ length: subscriptions }, (_, subscription) => {
    const isDigest = subscription >= subscriptions - digests
    const count = isDigest ? below(6) : pick([0, 1, 1, 2, 3, 9 + below(14)])
    return { subscription, count, by: chance(0.3) ? ('feed' as const) : ('ledger' as const) }
  })
  // Nothing to do would test nothing; and a feed brings only so much that it does not look like another feed.
  if (arrivals.every(({ count }) => count === 0)) for (const it of arrivals) it.count = 1
  for (const it of arrivals) if (it.by === 'feed') it.count = Math.min(it.count, 2)
  const faults = Array.from({ length: chance(0.6) ? 1 + below(3) : 0 }, () => ({
    when: pick(['before', 'after'] as const),
    kind: pick(faultKinds),
    target: chance(0.8) ? ('post' as const) : ('history' as const),
    skip: below(5),
    times: pick([1, 1, 2, 4]),
  }))
  return {
    moments: chance(0.2) ? [moment(), moment()] : [moment()],
    arrivals,
    faults,
    refuseFirst: chance(0.1),
    downMs: pick(downTimes),
    deleted: chance(0.05),
    denied: chance(0.08),
  }
}
