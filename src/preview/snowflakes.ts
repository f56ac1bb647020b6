/** Discord's epoch, the first second of 2015, in ms since the Unix epoch. */
const epoch = 1_420_070_400_000n

/** Makes Discord ids: time in the upper bits, so that ids sort by age; strictly increasing whatever the clock does. */
export function createSnowflakes(now: () => number): () => string {
  let last = 0n
  return () => {
    const fromClock = (BigInt(now()) - epoch) << 22n
    last = fromClock > last ? fromClock : last + 1n
    return last.toString()
  }
}

/** Orders ids from oldest to newest; they are too long to compare as numbers. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)
}
