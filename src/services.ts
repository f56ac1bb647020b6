import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Config } from './config.js'
import type { Channels } from './core/channels.js'
import { commandsWith } from './core/command.js'
import type { Log } from './core/log.js'
import { createIngest } from './ingest.js'
import { createSearchIndex, type SearchIndex } from './search/search-index.js'
import { createFetcher } from './sources/fetch/fetch.js'
import { createSourceService, type SourceService } from './sources/source-service.js'
import { openDatabase } from './store/database.js'
import { createStores, type Stores } from './store/stores.js'

/** Everything that works without Discord: what the bot and the command line share. */
export interface Services {
  stores: Stores
  index: SearchIndex
  sources: SourceService
  /** Takes articles into the index that another process stored since the last call, and all of them the first time. */
  catchUp(now: number): Promise<void>
  /** False while the index is built after the start: what is found then is not all there is. */
  indexComplete(): boolean
  close(): Promise<void>
}

/** What commands are given besides their options. */
export interface Deps extends Services {
  channels: Channels
}

/** The builders that every file in `commands/` uses. */
export const { command, group, subcommand, component } = commandsWith<Deps>()

/** A row may be committed this much later than the time it carries. */
const commitDelayMs = 10_000

/** Opens the database and everything that works on it. The index is empty until `catchUp`. */
export async function createServices(config: Config, log: Log, now = Date.now): Promise<Services> {
  const database = await openDatabase(config.database)
  const stores = createStores(database.db)
  const index = createSearchIndex()
  const fetcher = createFetcher({ userAgent: config.userAgent, allow: config.allowedAddresses })
  const { ingest, postExisting } = createIngest({ stores, index, now })
  const sources = createSourceService({
    stores,
    fetcher,
    folderRoots: config.sourceFolders,
    pollMs: config.pollMs,
    log,
    ingest,
    postExisting,
  })
  const indexing = createIndexing(stores, index)
  return {
    stores,
    index,
    sources,
    catchUp: indexing.catchUp,
    indexComplete: indexing.complete,
    close: async () => {
      await indexing.stop()
      await fetcher.close()
      await database.close()
    },
  }
}

/** Fills the index from the store, one article per turn of the event loop, so that commands are answered meanwhile. */
function createIndexing(stores: Stores, index: SearchIndex) {
  let since = 0
  let complete = false
  let stopped = false
  let underWay: Promise<void> | undefined

  async function readChanges(now: number): Promise<void> {
    let cursor = { updatedAt: since - 1, id: 0 }
    for (;;) {
      const batch = await stores.articles.changedSince(cursor)
      if (batch.articles.length === 0) break
      for (const article of batch.articles) {
        if (stopped) return
        index.add(article)
        await nextTurn()
      }
      cursor = batch.cursor
    }
    since = now - commitDelayMs
    complete = true
  }

  return {
    /** One reading at a time: who asks during one gets that one. */
    catchUp(now: number): Promise<void> {
      underWay ??= readChanges(now).finally(() => {
        underWay = undefined
      })
      return underWay
    },
    complete: () => complete,
    async stop(): Promise<void> {
      stopped = true
      await underWay?.catch(() => {})
    },
  }
}
