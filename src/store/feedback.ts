import { z } from 'zod'
import type { Database } from './database.js'

const evidenceSchema = z.array(z.object({ articleId: z.number(), sentence: z.string() }))

/** What a person thinks of an answer. Who it was is not kept. */
export interface Feedback {
  guildId: string
  question: string
  /** How sure the answer was. */
  level: string
  /** What was quoted. */
  evidence: z.output<typeof evidenceSchema>
  good: boolean
  /** Of the program. */
  version: string
  /** ms */
  givenAt: number
}

/** Opinions about answers, to measure and mend by. */
export function createFeedbackStore(db: Database) {
  return {
    /** One opinion for each answer: who thinks again replaces it. */
    async put(viewId: number, feedback: Feedback): Promise<void> {
      const opinion = { good: feedback.good ? 1 : 0, given_at: feedback.givenAt }
      await db
        .insertInto('feedback')
        .values({
          view_id: viewId,
          guild_id: feedback.guildId,
          question: feedback.question,
          level: feedback.level,
          evidence: JSON.stringify(feedback.evidence),
          version: feedback.version,
          ...opinion,
        })
        .onConflict((conflict) => conflict.column('view_id').doUpdateSet(opinion))
        .execute()
    },

    /** All of it, the oldest first. */
    async all(): Promise<Feedback[]> {
      const rows = await db
        .selectFrom('feedback')
        .selectAll()
        .orderBy('given_at')
        .orderBy('view_id')
        .execute()
      return rows.map((row) => ({
        guildId: row.guild_id,
        question: row.question,
        level: row.level,
        evidence: evidenceSchema.parse(JSON.parse(row.evidence)),
        good: row.good === 1,
        version: row.version,
        givenAt: row.given_at,
      }))
    },
  }
}
