import type { Config } from './config.js'
import type { Channels } from './core/channels.js'
import { commandsWith } from './core/command.js'
import type { Log } from './core/log.js'
import { createIndexing } from './index-articles.js'
import { createIngest } from './ingest.js'
import { createStoryLinking } from './link-stories.js'
import { createModelWriter, type ModelWriter } from './model/model-writer.js'
import { createSearchIndex, type SearchIndex } from './search/search-index.js'
import { createFetcher } from './sources/fetch/fetch.js'
import { createRobots } from './sources/fetch/robots-cache.js'
import { createParser } from './sources/parsing/parser.js'
import { createSourceService, type SourceService } from './sources/source-service.js'
import { openDatabase } from './store/database.js'
import { createStores, type Stores } from './store/stores.js'

/** Everything that works without Discord: what the bot and the command line share. */
export interface Services {
  stores: Stores
  index: SearchIndex
  sources: SourceService
  /** Whether sample articles are suggested as sources. */
  offersSamples: boolean
  /** Puts answers into words; undefined when none is configured. */
  model: ModelWriter | undefined
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
export const { command, group, subcommand, component, form } = commandsWith<Deps>()

/** Opens the database and everything that works on it. The index is empty until `catchUp`. */
export async function createServices(config: Config, log: Log, now = Date.now): Promise<Services> {
  const database = await openDatabase(config.database)
  const stores = createStores(database.db)
  const index = createSearchIndex()
  const { userAgent, allowedAddresses, perUrlHosts } = config
  const fetcher = createFetcher({ userAgent, allow: allowedAddresses, perUrlHosts })
  const parser = createParser()
  const stories = createStoryLinking({ stores, now })
  const indexing = createIndexing({ stores, index, log, onComplete: () => stories.restore() })
  const sources = createSourceService({
    stores,
    tools: { fetcher, parser, robots: createRobots(fetcher, now) },
    folderRoots: config.sourceFolders,
    pace: { fastestMs: config.pollMs },
    log,
    now,
    ...createIngest({
      stores,
      indexing,
      stories,
      now,
      shareOf: (term) => Math.exp(-index.information(term)),
    }),
  })
  const model =
    config.model && createModelWriter({ settings: config.model, ledger: stores.modelUsage, log, now })
  return {
    stores,
    index,
    sources,
    offersSamples: config.offersSamples,
    model,
    catchUp: indexing.catchUp,
    indexComplete: indexing.complete,
    close: async () => {
      await model?.close()
      await indexing.stop()
      await fetcher.close()
      await parser.close()
      await database.close()
    },
  }
}
