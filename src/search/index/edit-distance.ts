/** Longer words than this are never compared. */
const longest = 64
/** Rows of the table, used again by every call: making them costs more than filling them. */
const rows = [0, 1, 2].map(() => new Uint8Array(longest + 1))

/**
 * How many letters have to be added, left out, replaced or exchanged with their neighbour to make one word of the other
 * (optimal string alignment), or more than `max` when it takes more than that, or a word has more than 64.
 */
export function withinEdits(a: string, b: string, max: number): number {
  const [n, m] = [a.length, b.length]
  if (Math.abs(n - m) > max || n > longest || m > longest) return max + 1
  let [before, row, next] = rows as [Uint8Array, Uint8Array, Uint8Array]
  for (let j = 0; j <= m; j++) row[j] = j
  for (let i = 1; i <= n; i++) {
    const letter = a.charCodeAt(i - 1)
    // Farther from the diagonal it takes more than `max` anyway.
    const from = Math.max(1, i - max)
    const to = Math.min(m, i + max)
    next[from - 1] = from === 1 ? i : max + 1
    let least = next[from - 1] ?? 0
    for (let j = from; j <= to; j++) {
      const other = b.charCodeAt(j - 1)
      const above = j === i + max ? max + 1 : (row[j] ?? 0) + 1
      let edits = Math.min((row[j - 1] ?? 0) + (letter === other ? 0 : 1), above, (next[j - 1] ?? 0) + 1)
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other)
        edits = Math.min(edits, (before[j - 2] ?? 0) + 1)
      next[j] = edits
      if (edits < least) least = edits
    }
    if (least > max) return max + 1
    const free = before
    before = row
    row = next
    next = free
  }
  return row[m] ?? max + 1
}
