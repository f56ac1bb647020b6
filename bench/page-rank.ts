/** Chance to follow a link rather than to begin anywhere, as in both papers that use it here. */
const damping = 0.85
const precision = 1e-6
const mostRounds = 200

/** PageRank of a weighted graph (Brin and Page 1998) by power iteration; `weights[i][j]` leads from i to j. Sums to 1. */
export function pageRank(weights: readonly (readonly number[])[]): number[] {
  const size = weights.length
  const sums = weights.map((row) => row.reduce((sum, weight) => sum + weight, 0))
  let ranks = weights.map(() => 1 / size)
  for (let round = 0; round < mostRounds; round++) {
    const next = weights.map(() => (1 - damping) / size)
    for (const [i, row] of weights.entries())
      for (let j = 0; j < size; j++) {
        // From where no link leads, anywhere.
        const share = sums[i] ? (row[j] ?? 0) / (sums[i] ?? 1) : 1 / size
        next[j] = (next[j] ?? 0) + damping * (ranks[i] ?? 0) * share
      }
    const change = next.reduce((sum, rank, i) => sum + Math.abs(rank - (ranks[i] ?? 0)), 0)
    ranks = next
    if (change < precision) break
  }
  return ranks
}

/** Places of the `count` highest ranks, in order of place. */
export function highest(ranks: readonly number[], count: number): number[] {
  const places = [...ranks.keys()].sort((a, b) => (ranks[b] ?? 0) - (ranks[a] ?? 0) || a - b)
  return places.slice(0, count).sort((a, b) => a - b)
}
