import type { Identified } from './identify.js'

/** What a reading of a known source looks like as a whole. */
export interface ReadingShape {
  items: readonly Identified[]
  /** Articles of the source that are stored. */
  stored: number
  /** Titles among the new items that the source has had before. */
  knownTitles: ReadonlySet<string>
  /** When the source was last read with success. */
  lastReadAt: number
  /** Earlier articles wait for a moderator's word. */
  isHeld: boolean
  /** Usual time between two of its articles, if that is known. */
  rhythmMs: number | null
  now: number
}

export interface ReadingPlan {
  /** New articles wait for a moderator's word. */
  hold: boolean
  /** Nothing of the previous reading is left: articles may have come and gone in between. */
  gap: boolean
}

const hour = 3_600_000
/** Fewer new articles are no flood. */
const floodFrom = 3
/** Below so many stored articles there is nothing to compare with. */
const knownFrom = 3

/** Nearly every reading. */
export const usual: ReadingPlan = { hold: false, gap: false }

/** Whether a reading has to be compared with what is stored: of a usual one that would say nothing. */
export function mayBeUnusual(items: readonly Identified[], isHeld: boolean): boolean {
  const fresh = items.filter(({ known }) => known === null)
  return fresh.length > 0 && (isHeld || isMost(fresh, items) || fresh.length === items.length)
}

function isMost(fresh: readonly Identified[], items: readonly Identified[]): boolean {
  return fresh.length >= floodFrom && fresh.length * 2 > items.length
}

/**
 * Looks for the two things that go wrong with a source as a whole. A flood: most of it looks new at once although it
 * cannot be — dated before the last reading, titled as before, or undated — as after a change of the site's software. A gap: all of it is new and plausibly so, which means that some may have been missed.
 */
export function planReading(shape: ReadingShape): ReadingPlan {
  const { items, stored } = shape
  const fresh = items.filter(({ known }) => known === null)
  if (stored < knownFrom || !mayBeUnusual(items, shape.isHeld)) return usual
  const doubtful = doubtfulAmong(fresh, shape)
  const hold = (isMost(fresh, items) || shape.isHeld) && doubtful * 2 > fresh.length
  return { hold, gap: !hold && fresh.length === items.length }
}

function doubtfulAmong(fresh: readonly Identified[], shape: ReadingShape): number {
  const { knownTitles, lastReadAt, rhythmMs, now } = shape
  // What the usual rhythm brings in this time is no surprise, dated or not.
  const expected = rhythmMs === null ? 0 : (now - lastReadAt) / rhythmMs
  return fresh.filter(({ draft }) => {
    if (knownTitles.has(draft.title)) return true
    if (draft.publishedAt === null) return expected < fresh.length / 2
    return draft.publishedAt < lastReadAt - hour
  }).length
}
