import type { Log } from '../core/log.js'
import { storageProblemOf, storageRemedies } from '../core/storage-problem.js'

export interface WriteGateDeps {
  /** Writes something. @throws when that is not possible */
  probe(): Promise<void>
  log: Log
}

/**
 * Holds back the work that goes on by itself while the database takes nothing. What was read could not be noted, so
 * that every source would be asked again every few seconds, and each failure would be a line in the log.
 */
export function createWriteGate({ probe, log }: WriteGateDeps) {
  let isClosed = false

  return {
    /** Is told of every query that failed: those that tell of a full or unwritable disk close the gate. */
    failed(error: unknown): void {
      const problem = storageProblemOf(error)
      if (problem === undefined || isClosed) return
      isClosed = true
      log.error({ err: error, problem }, `nothing can be stored: ${storageRemedies[problem]}`)
    },

    /** Whether anything can be stored. While it could not, that is tried anew each time. */
    async isOpen(): Promise<boolean> {
      if (!isClosed) return true
      try {
        await probe()
      } catch {
        return false
      }
      isClosed = false
      log.info({}, 'the database can be written again; what waited goes on')
      return true
    },
  }
}

export type WriteGate = ReturnType<typeof createWriteGate>
