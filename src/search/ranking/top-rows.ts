/**
 * The first `count` rows in an order, sorted. A heap of them keeps the time proportional to the number of rows, where
 * sorting all hits of a common word would take longer than finding them.
 */
export function topRows(
  rows: ArrayLike<number>,
  count: number,
  compare: (a: number, b: number) => number,
): number[] {
  // The root is the last of those kept.
  const heap: number[] = []
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0
    if (heap.length < count) {
      heap.push(row)
      siftUp(heap, compare)
    } else if (count > 0 && compare(row, heap[0] ?? 0) < 0) {
      heap[0] = row
      siftDown(heap, compare)
    }
  }
  return heap.sort(compare)
}

function siftUp(heap: number[], compare: (a: number, b: number) => number): void {
  let at = heap.length - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (compare(heap[at] ?? 0, heap[parent] ?? 0) <= 0) return
    swap(heap, at, parent)
    at = parent
  }
}

function siftDown(heap: number[], compare: (a: number, b: number) => number): void {
  let at = 0
  for (;;) {
    let last = at
    for (const child of [2 * at + 1, 2 * at + 2])
      if (child < heap.length && compare(heap[child] ?? 0, heap[last] ?? 0) > 0) last = child
    if (last === at) return
    swap(heap, at, last)
    at = last
  }
}

function swap(heap: number[], a: number, b: number): void {
  const kept = heap[a] ?? 0
  heap[a] = heap[b] ?? 0
  heap[b] = kept
}
