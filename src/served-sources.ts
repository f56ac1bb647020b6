import { areAll, type Shards } from './core/shards.js'
import type { Stores } from './store/stores.js'

/** The sources that served servers follow: what a process that shares the servers with others keeps in memory. */
export function createServedSources(stores: Pick<Stores, 'followers' | 'watches'>, shards: Shards) {
  const isEverything = areAll(shards)
  let ids: ReadonlySet<number> = new Set()
  let version: number | undefined

  return {
    has: (sourceId: number): boolean => isEverything || ids.has(sourceId),

    /** Takes in what has changed. Returns the sources that have come. */
    async refresh(): Promise<number[]> {
      if (isEverything) return []
      const current = await stores.watches.version()
      if (current === version) return []
      const before = ids
      ids = await stores.followers.idsServed()
      version = current
      return [...ids].filter((id) => !before.has(id))
    },
  }
}

export type ServedSources = ReturnType<typeof createServedSources>
