/**
 * Some of Discord's shards: a server belongs to the shard (id >> 22) mod `total`, and what happens in direct messages
 * to shard 0 (https://discord.com/developers/docs/events/gateway#sharding).
 */
export interface Shards {
  ids: readonly number[]
  total: number
}

/** All servers. */
export const allShards: Shards = { ids: [0], total: 1 }

/** More than Discord has ever recommended to anybody, and fits a key of PostgreSQL's locks. */
const maxTotal = 65_535

/** "0-3/16", "0,2/16", "0-1,5/16"; undefined for what is none, names a shard twice or one that is not there. */
export function parseShards(text: string): Shards | undefined {
  const [, list = '', count = ''] = /^([\d,-]+)\/(\d{1,5})$/.exec(text.replaceAll(' ', '')) ?? []
  const total = Number(count)
  const ids = list.split(',').flatMap((part) => rangeOf(part, total))
  const areShards = ids.every((id) => Number.isInteger(id) && id < total)
  if (total < 1 || total > maxTotal || !areShards || new Set(ids).size < ids.length) return undefined
  return { ids: ids.toSorted((a, b) => a - b), total }
}

/** "3" or "0-3"; NaN where it is neither, or ends before it begins. */
function rangeOf(text: string, total: number): number[] {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? []
  const length = Math.min(Number(last), total) - Number(first) + 1
  return length > 0 ? Array.from({ length }, (_, i) => Number(first) + i) : [Number.NaN]
}

/** As `parseShards` reads them. */
export function formatShards({ ids, total }: Shards): string {
  const ranges: [number, number][] = []
  for (const id of ids) {
    const range = ranges.at(-1)
    if (range?.[1] === id - 1) range[1] = id
    else ranges.push([id, id])
  }
  return `${ranges.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join()}/${total}`
}

/** Whether no server is left to other processes. */
export function areAll({ ids, total }: Shards): boolean {
  return ids.length === total
}

/** Whether a server belongs to these shards. */
export function isServedBy({ ids, total }: Shards, guildId: string): boolean {
  return ids.includes(Number((BigInt(guildId) >> 22n) % BigInt(total)))
}

/**
 * Whether some server belongs to both shards, also when their totals differ: there is a number that is `a.id` mod
 * `a.total` and `b.id` mod `b.total` exactly when the two agree modulo the greatest common divisor (the Chinese
 * remainder theorem).
 */
export function shareServers(a: { id: number; total: number }, b: { id: number; total: number }): boolean {
  return (a.id - b.id) % greatestCommonDivisor(a.total, b.total) === 0
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

/** The same for several of each. */
export function overlap(a: Shards, b: Shards): boolean {
  return a.ids.some((id) =>
    b.ids.some((other) => shareServers({ id, total: a.total }, { id: other, total: b.total })),
  )
}
