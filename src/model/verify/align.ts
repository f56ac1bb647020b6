/**
 * The longest common subsequence: for each item of `a` its place in `b`, or undefined. The same order in both, as many
 * as possible.
 */
export function align<Item>(
  a: readonly Item[],
  b: readonly Item[],
  equal: (x: Item, y: Item) => boolean,
): (number | undefined)[] {
  const width = b.length + 1
  const lengths = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] = equal(a[i] as Item, b[j] as Item)
        ? at(i + 1, j + 1) + 1
        : Math.max(at(i + 1, j), at(i, j + 1))
  const places: (number | undefined)[] = []
  for (let i = 0, j = 0; i < a.length; ) {
    if (j >= b.length || at(i + 1, j) === at(i, j)) {
      places.push(undefined)
      i++
    } else if (at(i, j + 1) === at(i, j)) j++
    else {
      places.push(j++)
      i++
    }
  }
  return places
}
