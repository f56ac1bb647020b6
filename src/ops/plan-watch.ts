/** What has to go on by itself. */
export const watchedWork = ['reading', 'posting'] as const
export type WatchedWork = (typeof watchedWork)[number]

/** What can be seen at one moment. */
export interface Look {
  /** ms, of a clock that neither jumps nor goes on while the computer sleeps. */
  at: number
  /** Whether anything is due; undefined when the database could not be asked. */
  isDue: Readonly<Record<WatchedWork, boolean>> | undefined
  /** Works that have ended since the start, well or not. */
  done: Readonly<Record<WatchedWork, number>>
}

/** What is remembered from look to look: since when something was due and nothing was done. */
export interface WatchState {
  look: Look
  idleSince: Readonly<Record<WatchedWork, number | undefined>>
}

export interface WatchPlan {
  state: WatchState
  /** What stands still and does not go on by itself any more. */
  stuck: WatchedWork[]
}

export interface WatchLimits {
  /** So long something must have been due at each look, with nothing done in between. */
  idleMs: number
  /** Looks that are further apart say nothing about the time between them: the process itself was stopped. */
  longestGapMs: number
}

/**
 * Decides whether the program stands still. It does when at every look for `idleMs` something was due and in all that
 * time no work of its kind ended, not even badly. A slow system ends some; without the database nothing is known to be
 * due; and after a start or a pause the time begins anew.
 */
export function planWatch(
  before: WatchState | undefined,
  look: Look,
  { idleMs, longestGapMs }: WatchLimits,
): WatchPlan {
  const isContinued = before !== undefined && look.at - before.look.at <= longestGapMs
  const idleSince = (work: WatchedWork): number | undefined => {
    if (!look.isDue?.[work]) return undefined
    const since = isContinued ? before.idleSince[work] : undefined
    return isContinued && look.done[work] === before.look.done[work] ? (since ?? look.at) : look.at
  }
  const state = { look, idleSince: { reading: idleSince('reading'), posting: idleSince('posting') } }
  const stuck = watchedWork.filter((work) => look.at - (state.idleSince[work] ?? look.at) >= idleMs)
  return { state, stuck }
}
