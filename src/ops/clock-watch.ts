/** One look at two clocks, in ms. */
export interface ClockLook {
  /** The time of day: people and time servers set it, and it goes on while the computer sleeps. */
  wall: number
  /** Only ever goes forward, second by second, and stands still while the computer sleeps. */
  steady: number
}

/** Less is how time servers set a clock right, or a busy computer. */
const leastJumpMs = 30_000
const lookEveryMs = 5_000

/** How far the time of day jumped between two looks: forward, or back (negative); 0 when it did not. */
export function clockJump(before: ClockLook, after: ClockLook): number {
  const jump = after.wall - before.wall - (after.steady - before.steady)
  return Math.abs(jump) < leastJumpMs ? 0 : Math.round(jump)
}

export interface ClockWatchDeps {
  now(): number
  /** Is told how far the clock jumped, in ms. */
  onJump(ms: number): void
  steady?: () => number
}

/** Notices when the clock is set, or the computer has slept. Nothing else tells a program. */
export function watchClock({ now, onJump, steady = () => performance.now() }: ClockWatchDeps) {
  const look = (): ClockLook => ({ wall: now(), steady: steady() })
  let last = look()
  const timer = setInterval(() => {
    const before = last
    last = look()
    const jump = clockJump(before, last)
    if (jump !== 0) onJump(jump)
  }, lookEveryMs)
  timer.unref()
  return { stop: (): void => clearInterval(timer) }
}
