import type { Failure } from './failure.js'

export interface TimeLimits {
  /** For everything, with all that is tried again. */
  wholeMs: number
  /** Until the first words come. */
  firstMs: number
  /** Between words. */
  stallMs: number
}

/** Watches the time of one request. */
export interface Watch {
  signal: AbortSignal
  /** Words came. */
  touch(): void
  /** All that is wanted is there; what else belongs to it may come for so long. */
  finishWithin(ms: number): void
  /** It was not all after all. */
  goOn(): void
  /** Why it was cut off; 'finished' when nothing is missing. */
  outcome(): Failure | 'finished' | undefined
  /** Drops the timers, and what is still under way. */
  end(): void
}

export function createWatch(limits: TimeLimits, outers: readonly (AbortSignal | undefined)[]): Watch {
  const controller = new AbortController()
  let outcome: Failure | 'finished' | undefined
  const stop = (why: Failure | 'finished') => {
    outcome ??= why
    controller.abort()
  }
  const late = (reason: string) => () => stop({ kind: 'timeout', reason })
  const stalled = late(`silent for ${limits.stallMs} ms in the middle`)
  const cancel = () => stop({ kind: 'cancelled', reason: 'it is not wanted any more' })

  const whole = setTimeout(late(`not done after ${limits.wholeMs} ms`), limits.wholeMs)
  let next = setTimeout(late(`not a word after ${limits.firstMs} ms`), limits.firstMs)
  let isFinished = false
  for (const outer of outers) {
    if (outer?.aborted) cancel()
    outer?.addEventListener('abort', cancel, { once: true })
  }

  function restart(ms: number, then: () => void): void {
    clearTimeout(next)
    next = setTimeout(then, ms)
  }

  return {
    signal: controller.signal,
    touch() {
      if (!isFinished) restart(limits.stallMs, stalled)
    },
    finishWithin(ms) {
      if (isFinished) return
      isFinished = true
      restart(ms, () => stop('finished'))
    },
    goOn() {
      isFinished = false
      restart(limits.stallMs, stalled)
    },
    outcome: () => outcome,
    end() {
      clearTimeout(whole)
      clearTimeout(next)
      for (const outer of outers) outer?.removeEventListener('abort', cancel)
      controller.abort()
    },
  }
}
