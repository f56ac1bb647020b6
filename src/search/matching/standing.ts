import type { TermCounts } from './prepare-article.js'

/** Bits that say how a term stands in an article. */
export type Standing = number

/** A bit for each width in which the term alone would be held, and for the title. */
export const standing = { wide: 1, normal: 2, strict: 4, title: 8 } as const

/** The same as `holdsTopic` says of a word. */
export function standingOf(
  { title, lead, opening, body }: TermCounts,
  { partial, long }: { partial: boolean; long: boolean },
): Standing {
  const { wide, normal, strict } = standing
  const inTitle = title > 0 ? standing.title : 0
  if (partial) return wide | normal | strict | inTitle
  if (title > 0) return wide | normal | strict | inTitle
  if (lead > 0) return wide | strict | (body >= 2 || !long ? normal : 0)
  return wide | (body >= 2 && opening > 0 ? normal : 0)
}
