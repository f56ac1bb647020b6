/** Why the database takes nothing: no room, not writable, or the disk reports errors. */
export type StorageProblem = 'full' | 'readOnly' | 'broken'

/** Codes of SQLite (https://sqlite.org/rescode.html) and of PostgreSQL (errcodes-appendix), by how they begin. */
const problems: [RegExp, StorageProblem][] = [
  [/^(SQLITE_FULL|53100$)/, 'full'],
  [/^(SQLITE_READONLY|25006$)/, 'readOnly'],
  [/^(SQLITE_IOERR|58030$)/, 'broken'],
]

/** What is wrong with the place where data is kept, when an error tells of that; else undefined. */
export function storageProblemOf(error: unknown): StorageProblem | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const code = String(error.code)
  return problems.find(([pattern]) => pattern.test(code))?.[1]
}

/** What the operator can do about it. */
export const storageRemedies: Record<StorageProblem, string> = {
  full: 'the disk of the database is full; make room, and everything goes on by itself',
  readOnly:
    'the database cannot be written; give the user that runs the bot the right to, or mount its disk for writing',
  broken: 'the disk of the database reports errors; look at the system log, and have a backup at hand',
}
