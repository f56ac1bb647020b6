import type { Stores } from './store/stores.js'

const dayMs = 86_400_000
/** No source is left unread longer, whatever days it asks to be left alone. */
const longestPauseMs = 3 * dayMs
/** How long the buttons of a search can be pressed, and a query is offered again. */
const viewsLastMs = 90 * dayMs
/** The bin is emptied once a day; what is in it can be taken back for a day at least. */
const binLastsMs = dayMs + 3_600_000
const auditLastsMs = 365 * dayMs

/** What is put right now and then in the database as a whole: by one process where there are several. */
export function createUpkeep(stores: Stores, now: () => number) {
  /** What servers watched is noted for a day at least: longer than anybody needs to read it. */
  let watchedYesterday = 0

  return {
    /** What a clock that was wrong for a moment has put off is due again; what was held for topics that are gone is free. */
    async repair(): Promise<void> {
      await stores.sources.limitNextCheck(now() + longestPauseMs)
      await stores.sources.releaseSettled()
    },

    /** Forgets what nobody needs any longer. */
    async prune(): Promise<void> {
      await stores.bin.empty(now() - binLastsMs)
      await stores.audit.prune(now() - auditLastsMs)
      await stores.watches.prune(watchedYesterday)
      watchedYesterday = await stores.watches.version()
      await stores.views.prune(now() - viewsLastMs)
      await stores.searches.prune(now() - viewsLastMs)
      await stores.conversations.prune(now() - viewsLastMs)
      await stores.modelUsage.prune(new Date(now() - viewsLastMs).toISOString().slice(0, 10))
      await stores.runs.prune(now() - dayMs)
    },
  }
}

export type Upkeep = ReturnType<typeof createUpkeep>
