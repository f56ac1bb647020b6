/** Work on many sites: one piece after the other on each, several sites at a time, so that a slow one delays only itself. */
export function createSiteQueue<Item>(sitesAtOnce: number, keyOf: (item: Item) => number) {
  const waiting = new Map<string, Item[]>()
  const busySites = new Set<string>()
  /** Keys of what waits or is being worked on. */
  const known = new Set<number>()

  function freeSite(): string | undefined {
    for (const site of waiting.keys()) if (!busySites.has(site)) return site
    return undefined
  }

  return {
    /** Ignores what is in the queue already. */
    add(site: string, item: Item): void {
      if (known.has(keyOf(item))) return
      known.add(keyOf(item))
      const group = waiting.get(site)
      if (group) group.push(item)
      else waiting.set(site, [item])
    },

    /** Works on what waits; what an earlier call is at is left to it. `done` is called after each site. */
    async drain(
      work: (item: Item) => Promise<void>,
      done: () => Promise<void> = async () => {},
    ): Promise<void> {
      async function takeSites(): Promise<void> {
        for (;;) {
          const site = freeSite()
          if (site === undefined) return
          const items = waiting.get(site) ?? []
          waiting.delete(site)
          busySites.add(site)
          try {
            for (const item of items) {
              await work(item)
              known.delete(keyOf(item))
            }
          } finally {
            for (const item of items) known.delete(keyOf(item))
            busySites.delete(site)
          }
          await done()
        }
      }
      const room = Math.min(sitesAtOnce - busySites.size, waiting.size)
      await Promise.all(Array.from({ length: Math.max(0, room) }, takeSites))
    },
  }
}
