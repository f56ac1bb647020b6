import { z } from 'zod'

/**
 * An export in JSON lines: a header, then each table with its rows, one an array, then the end with their number: a file
 * without it was cut off.
 */
export const formatVersion = 1

export const headerSchema = z.strictObject({
  courant: z.literal(formatVersion),
  /** The newest migration of the database it came from. */
  schema: z.string(),
})

export const tableSchema = z.strictObject({
  table: z.string(),
  columns: z.array(z.string()),
  /** For tables that count their ids: the one that comes next. */
  nextId: z.number().int().min(1).optional(),
})

export const rowSchema = z.array(z.union([z.string(), z.number().int(), z.null()]))

export const endSchema = z.strictObject({ end: z.number().int() })

/** Why a file was not taken, as the operator reads it. */
export class ImportError extends Error {
  override name = 'ImportError'
}
