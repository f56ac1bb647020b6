import type { Ground, Places } from './ground.js'
import { findGoverned } from './polarity.js'

/** These are as good as each other. */
export const future = new Set(['will', 'would', 'shall', 'to', '将', '將'])

/** Whether what is to come is told as if it had been. */
export function losesFuture({ claim, own, language }: Ground, places: Places): boolean {
  if (claim.words.some(({ key }) => future.has(key))) return false
  const covered = new Set(places)
  return findGoverned(own.words, own.text, language).some(
    ({ marker, words }) => marker === 'future' && words.some((at) => covered.has(at)),
  )
}
