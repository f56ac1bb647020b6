/** The chance that a question with an answer gets more confidence than one without (ties count half). */
export function areaUnderCurve(withAnswer: readonly number[], without: readonly number[]): number {
  const sorted = [...without].sort((a, b) => a - b)
  const sum = withAnswer.reduce(
    (total, value) => total + (below(sorted, value) + notAbove(sorted, value)) / 2,
    0,
  )
  return sum / (withAnswer.length * without.length)
}

/** The share of the questions without an answer that are answered when this share of those with one are. */
export function falseAt(share: number, withAnswer: readonly number[], without: readonly number[]): number {
  const rising = [...withAnswer].sort((a, b) => a - b)
  const from = rising[Math.floor(rising.length * (1 - share) + 1e-9)] ?? 0
  return without.filter((value) => value >= from).length / without.length
}

/** How many of the sorted values are smaller. */
function below(sorted: readonly number[], value: number): number {
  return firstWhere(sorted, (each) => each >= value)
}

function notAbove(sorted: readonly number[], value: number): number {
  return firstWhere(sorted, (each) => each > value)
}

function firstWhere(sorted: readonly number[], test: (value: number) => boolean): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (test(sorted[middle] ?? 0)) high = middle
    else low = middle + 1
  }
  return low
}
