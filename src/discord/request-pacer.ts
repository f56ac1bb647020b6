/** Discord's bound for all requests of a bot together. */
export const requestsPerSecond = 50
/** A second, and a little more because timers can be early and clocks are read in whole milliseconds. */
const windowMs = 1_010
/** Of the quickest round trip: others may be quicker one way, and the first ones are seldom the quickest. */
const shareOfQuickest = 0.75
/** Never all fifty at once: spread over their second they are answered sooner, and the seconds after stay spread. */
const gapMs = 18
/** A busy computer is late with its timers: so many may follow at once. */
const mostAtOnce = 5
/** Without an answer for so long, a request has been counted all the same: one that hangs must not keep the others. */
const longestMs = 1_000

export interface RequestPacer {
  /** Resolves when a request may be sent, in the order of asking. The result is called when its answer is there. */
  turn(): Promise<() => void>
}

export interface RequestPacerOptions {
  limit?: number
  /** ms, of any clock that never goes back. */
  now?: () => number
  /** Does it after so many ms. */
  later?: (ms: number, work: () => void) => void
}

/**
 * Keeps the requests of a bot below Discord's bound, wherever its seconds begin and however late a request arrives.
 * Discord counts a request some time between sending and answer, so the right to send goes to another request one
 * second after the *answer*: of any 51 requests the last is then counted at least a second after the first, however
 * long any of them was on its way. The time that the quickest one took is on the way for all of them, and most of it
 * does not have to be waited for.
 */
export function createRequestPacer(options: RequestPacerOptions = {}): RequestPacer {
  const { limit = requestsPerSecond, now = () => performance.now(), later = startTimer } = options
  const waiting: (() => void)[] = []
  let free = limit
  let nextAt = Number.NEGATIVE_INFINITY
  let isPlanned = false
  /** Nothing is known of the line before the first answer. */
  let quickestMs: number | undefined

  /** Lets the next request go when it may, and plans to look again. */
  function pump(): void {
    if (waiting.length === 0 || free === 0 || isPlanned) return
    const waitMs = nextAt - now()
    if (waitMs <= 0) {
      free--
      nextAt = Math.max(nextAt, now() - mostAtOnce * gapMs) + gapMs
      waiting.shift()?.()
      pump()
    } else {
      isPlanned = true
      later(waitMs, () => {
        isPlanned = false
        pump()
      })
    }
  }

  function giveBack(): void {
    free++
    pump()
  }

  function begin(): () => void {
    const sentAt = now()
    let isCounted = false
    function count(): void {
      if (isCounted) return
      isCounted = true
      later(windowMs - shareOfQuickest * (quickestMs ?? 0), giveBack)
    }
    later(longestMs, count)
    return () => {
      quickestMs = Math.min(quickestMs ?? longestMs, now() - sentAt)
      count()
    }
  }

  return {
    async turn() {
      await new Promise<void>((resolve) => {
        waiting.push(resolve)
        pump()
      })
      return begin()
    },
  }
}

/** The process may end before. Timers can be a fraction of a millisecond early, and this one must not. */
function startTimer(ms: number, work: () => void): void {
  setTimeout(work, Math.ceil(ms)).unref()
}
