/** Terms and their weights, at unit length. */
export type Vector = ReadonlyMap<string, number>

/** Terms of each sentence by frequency × rarity within these sentences. */
export function weighTerms(sentences: readonly string[][]): Vector[] {
  const holders = new Map<string, number>()
  for (const terms of sentences)
    for (const term of new Set(terms)) holders.set(term, (holders.get(term) ?? 0) + 1)
  return sentences.map((terms) => {
    const vector = new Map<string, number>()
    for (const term of terms)
      vector.set(term, (vector.get(term) ?? 0) + Math.log(1 + sentences.length / (holders.get(term) ?? 1)))
    return toUnitLength(vector)
  })
}

export function cosine(a: Vector, b: Vector): number {
  if (a.size > b.size) return cosine(b, a)
  let sum = 0
  for (const [term, weight] of a) sum += weight * (b.get(term) ?? 0)
  return sum
}

export function sumOf(vectors: Iterable<Vector>): Map<string, number> {
  const sum = new Map<string, number>()
  for (const vector of vectors) addTo(sum, vector)
  return sum
}

export function addTo(sum: Map<string, number>, vector: Vector): void {
  for (const [term, weight] of vector) sum.set(term, (sum.get(term) ?? 0) + weight)
}

export function toUnitLength(vector: Map<string, number>): Map<string, number> {
  let squares = 0
  for (const weight of vector.values()) squares += weight * weight
  const length = Math.sqrt(squares) || 1
  for (const [term, weight] of vector) vector.set(term, weight / length)
  return vector
}
