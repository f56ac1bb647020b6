import { readFileSync } from 'node:fs'
import type { z } from 'zod'

/** The records of a JSON-lines file, each checked. */
export function readJsonLines<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema>[] {
  return readLines(path).map((line) => schema.parse(JSON.parse(line)))
}

/** The lines of a file that are not empty. */
export function readLines(path: string): string[] {
  return readFileSync(path, 'utf8').split('\n').filter(Boolean)
}
