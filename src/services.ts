import type { Config } from './config.js'
import type { Channels } from './core/channels.js'
import { commandsWith } from './core/command.js'
import type { Log } from './core/log.js'
import { type Metrics, noMetrics } from './core/metrics.js'
import { allShards, areAll, type Shards } from './core/shards.js'
import { createIndexing } from './index-articles.js'
import { createIngest } from './ingest.js'
import { createStoryLinking } from './link-stories.js'
import { createModelWriter, type ModelWriter } from './model/model-writer.js'
import { createSearchIndex, type SearchIndex } from './search/search-index.js'
import { createServedSources } from './served-sources.js'
import { createFetcher } from './sources/fetch/fetch.js'
import { createRobots } from './sources/fetch/robots-cache.js'
import { createParser, type Parser } from './sources/parsing/parser.js'
import { createSourceService, type SourceService } from './sources/source-service.js'
import { openDatabase } from './store/database.js'
import { onlyProcess, type Processes } from './store/processes.js'
import { createStores, type Stores } from './store/stores.js'
import { createWriteGate, type WriteGate } from './store/write-gate.js'

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
  /** What was removed from the store is no longer found. */
  dropArticles(ids: readonly number[]): void
  /** Whether anything can be stored: see `createWriteGate`. */
  gate: WriteGate
  /** Everything that was stored before this time (ms) can be found; undefined while the index is built. */
  indexedUntil(): number | undefined
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

export interface Place {
  /** The servers that this process is for. */
  shards: Shards
  processes: Processes
}

export interface ServicesOptions {
  now?: () => number
  place?: Place
  metrics?: Metrics
  /** One that outlives them; left out, they have their own. */
  parser?: Parser | undefined
}

/** Opens the database and everything that works on it. The index is empty until `catchUp`. */
export async function createServices(
  config: Config,
  log: Log,
  {
    now = Date.now,
    place: { shards, processes } = { shards: allShards, processes: onlyProcess() },
    metrics = noMetrics,
    parser: given,
  }: ServicesOptions = {},
): Promise<Services> {
  const gate = createWriteGate({ probe: () => stores.writeProbe.write(now()), log })
  const database = await openDatabase(config.database, gate.failed)
  const stores = createStores(database.db, shards)
  const index = createSearchIndex()
  const { userAgent, allowedAddresses, perUrlHosts } = config
  const fetcher = createFetcher({ userAgent, allow: allowedAddresses, perUrlHosts })
  const parser = given ?? createParser({ metrics })
  const stories = createStoryLinking({ stores, now })
  const served = createServedSources(stores, shards)
  const indexing = createIndexing({
    stores,
    index,
    served,
    log,
    onOthers: (article) => stories.link(article, { byOther: true }),
    onComplete: () => stories.restore(),
  })
  const { catchUp } = indexing
  const reading = createSourceService({
    stores,
    tools: { fetcher, parser, robots: createRobots(fetcher, now) },
    folderRoots: config.sourceFolders,
    pace: { fastestMs: config.pollMs },
    holdSite: processes.holdSite,
    log,
    now,
    metrics,
    ...createIngest({
      stores,
      indexing,
      stories,
      served,
      announce: processes.announce,
      now,
      metrics,
      shareOf: (term) => Math.exp(-index.information(term)),
    }),
  })
  // What the servers of this process follow since just now is searchable before the person is told so.
  const sources = areAll(shards) ? reading : { ...reading, ...followingThen(reading, () => catchUp(now())) }
  const model =
    config.model && createModelWriter({ settings: config.model, ledger: stores.modelUsage, log, now })
  return {
    stores,
    index,
    sources,
    offersSamples: config.offersSamples,
    model,
    catchUp,
    dropArticles: indexing.drop,
    gate,
    indexedUntil: indexing.until,
    indexComplete: indexing.complete,
    close: async () => {
      await model?.close()
      await indexing.stop()
      await fetcher.close()
      if (!given) await parser.close()
      await database.close()
    },
  }
}

/** The same, with something that is done afterwards. */
function followingThen(
  { follow, followList }: Pick<SourceService, 'follow' | 'followList'>,
  then: () => Promise<void>,
): Pick<SourceService, 'follow' | 'followList'> {
  const after = async <Result>(result: Result) => {
    await then()
    return result
  }
  return {
    follow: async (request) => await after(await follow(request)),
    followList: async (entries, request) => await after(await followList(entries, request)),
  }
}
