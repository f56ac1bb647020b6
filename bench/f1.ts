/** How many of the pairs that were found are right, how many are not, and how many were not found. */
export interface Hits {
  right: number
  wrong: number
  missed: number
}

export function f1({ right, wrong, missed }: Hits): number {
  return right === 0 ? 0 : (2 * right) / (2 * right + wrong + missed)
}

/** The mean over topics, and F1 of all their pairs together, in which the largest topics count most. */
export function averageF1(topics: readonly Hits[]): { macro: number; micro: number } {
  const all = { right: 0, wrong: 0, missed: 0 }
  for (const { right, wrong, missed } of topics) {
    all.right += right
    all.wrong += wrong
    all.missed += missed
  }
  return { macro: topics.reduce((sum, topic) => sum + f1(topic), 0) / topics.length, micro: f1(all) }
}
