import { type RawBuilder, sql } from 'kysely'

/**
 * Conditions on the state of a row of the ledger. They are written out, and hold the very words by which an index of
 * some rows was made: only then SQLite knows that these rows are all that is asked for (https://sqlite.org/partialindex.html).
 */
const state = (words: string): RawBuilder<boolean> => sql<boolean>`${sql.raw(`deliveries.state ${words}`)}`

/** Not posted yet: it waits for its time, or for a moderator. */
export const isWaiting = state("in ('pending', 'held')")
export const isPending = sql<boolean>`${isWaiting} and ${state("= 'pending'")}`
export const isHeld = sql<boolean>`${isWaiting} and ${state("= 'held'")}`
export const isClaimed = state("= 'claimed'")
export const isSent = state("= 'sent'")
