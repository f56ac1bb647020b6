import { setImmediate } from 'node:timers/promises'

/** Work that stops now and then, where others may have their turn. */
export type Steps<Result> = Generator<undefined, Result>

/** Does it all at once. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** Does it step by step; what came meanwhile is answered in between. */
export async function finishInTurns<Result>(steps: Steps<Result>): Promise<Result> {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    await setImmediate()
  }
}
