/** Does the work while this process alone asks the site; false, and nothing done, when another one does. */
export type HoldSite = (site: string, work: () => Promise<void>) => Promise<boolean>

export interface SiteQueueOptions<Item> {
  sitesAtOnce: number
  keyOf(item: Item): number
  holdSite: HoldSite
}

export interface Drain<Item> {
  work(item: Item): Promise<void>
  /** Called after each site. */
  done?(): Promise<void>
  /** Items of a site that another process asks. */
  turnedAway?(items: readonly Item[]): Promise<void>
}

/** Work on many sites: one piece after the other on each, several sites at a time, so that a slow one delays only itself. */
export function createSiteQueue<Item>({ sitesAtOnce, keyOf, holdSite }: SiteQueueOptions<Item>) {
  const waiting = new Map<string, Item[]>()
  const busySites = new Set<string>()
  /** Keys of what waits or is being worked on. */
  const known = new Set<number>()

  function freeSite(): string | undefined {
    for (const site of waiting.keys()) if (!busySites.has(site)) return site
    return undefined
  }

  async function workOn(site: string, items: readonly Item[], drain: Drain<Item>): Promise<void> {
    const isHeld = await holdSite(site, async () => {
      for (const item of items) {
        await drain.work(item)
        known.delete(keyOf(item))
      }
    })
    if (!isHeld) await drain.turnedAway?.(items)
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

    /** Keys of what waits or is being worked on. */
    keys: (): number[] => [...known],

    /** How many sites wait or are being asked. */
    sites: (): number => new Set([...waiting.keys(), ...busySites]).size,

    /** Works on what waits; what an earlier call is at is left to it. */
    async drain(drain: Drain<Item>): Promise<void> {
      async function takeSites(): Promise<void> {
        for (let site = freeSite(); site !== undefined; site = freeSite()) {
          const items = waiting.get(site) ?? []
          waiting.delete(site)
          busySites.add(site)
          try {
            await workOn(site, items, drain)
          } finally {
            for (const item of items) known.delete(keyOf(item))
            busySites.delete(site)
          }
          await drain.done?.()
        }
      }
      const room = Math.min(sitesAtOnce - busySites.size, waiting.size)
      await Promise.all(Array.from({ length: Math.max(0, room) }, takeSites))
    },
  }
}
