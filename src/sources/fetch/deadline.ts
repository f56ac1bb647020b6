import { setMaxListeners } from 'node:events'

/** A time limit that counts only while it runs. */
export interface Deadline {
  /** Aborted with a TimeoutError when the time is used up, or with the outer signal's reason. */
  signal: AbortSignal
  run(): void
  halt(): void
  /** To be called in the end: drops the timer and lets go of the outer signal. */
  end(): void
}

/** `ms` of running time. Unlike with `AbortSignal.timeout` and `any` nothing is left behind. */
export function createDeadline(ms: number, outer: AbortSignal | undefined): Deadline {
  const controller = new AbortController()
  const giveUp = () => controller.abort(outer?.reason)
  const expire = () => controller.abort(new DOMException('The time is used up.', 'TimeoutError'))
  let left = ms
  let startedAt = 0
  let timer: NodeJS.Timeout | undefined

  function halt(): void {
    if (timer === undefined) return
    clearTimeout(timer)
    timer = undefined
    left -= performance.now() - startedAt
  }

  if (outer?.aborted) giveUp()
  // One signal may end many requests at once; each lets go of it in the end.
  if (outer) setMaxListeners(0, outer)
  outer?.addEventListener('abort', giveUp, { once: true })
  return {
    signal: controller.signal,
    run() {
      if (timer !== undefined) return
      startedAt = performance.now()
      timer = setTimeout(expire, Math.max(left, 1))
    },
    halt,
    end() {
      halt()
      outer?.removeEventListener('abort', giveUp)
    },
  }
}
