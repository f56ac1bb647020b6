import type { Log } from '../core/log.js'
import type { Metrics } from '../core/metrics.js'
import type { Source } from '../store/sources.js'
import type { Stores } from '../store/stores.js'
import { createChanges } from './following/change.js'
import { createFollowing, type FollowDeps } from './following/follow.js'
import type { SourceList } from './opml/source-list.js'
import { type CompletionDeps, createCompletion } from './reading/complete.js'
import { createFolderSources, type ReadReport } from './reading/folder-sources.js'
import type { PaceSettings } from './reading/next-check.js'
import { createPolling } from './reading/poll.js'
import { readLink } from './reading/read-link.js'
import type { ReadTools } from './reading/read-source.js'
import { parseSourceAddress } from './source-address.js'
import { SourceError } from './source-error.js'

export interface SourceServiceDeps
  extends Pick<FollowDeps, 'ingest' | 'postExisting'>,
    Pick<CompletionDeps, 'complete'> {
  stores: Stores
  tools: ReadTools
  folderRoots: readonly string[]
  pace: PaceSettings
  log: Log
  now(): number
  metrics?: Metrics
}

/** Sources: finding and following them, reading them when they are due, completing what they give in part, changing them. */
export function createSourceService(deps: SourceServiceDeps) {
  const { stores, tools, ingest } = deps
  const folders = createFolderSources({ ingest, parser: tools.parser, roots: deps.folderRoots })
  const following = createFollowing({ ...deps, folders })
  const polling = createPolling({ ...deps, folders })
  const { follow, followList, find } = following
  const { poll, pollDue, read, spreadOverdue } = polling

  /** Takes an address in for the operator: read anew even if known, and posted if somebody follows it. */
  async function importFrom(text: string, now: number): Promise<{ source: Source; report: ReadReport }> {
    const known = await stores.sources.byUrl(parseSourceAddress(text).url)
    if (!known) return await following.openFirst(text, now)
    if (await stores.followers.hasFollowers(known.id))
      return { source: known, report: await read(known, now, { whole: true }) }
    return await following.openFirst(text, now)
  }

  /** The list of sources in a file that somebody attached. @throws UserError */
  async function readList(url: string): Promise<SourceList> {
    const file = await tools.fetcher.get(url, { priority: 'interactive' })
    if (file.status !== 'ok')
      throw new SourceError('source.refusedStatus', { host: new URL(url).host, status: 304 })
    return await tools.parser.list(file)
  }

  return {
    follow,
    readList,
    followList,
    find,
    /** What stands at an address, read for a person and not stored. @throws UserError */
    readLink: (address: string) => readLink(address, tools, deps.now()),
    importFrom,
    poll,
    pollDue,
    spreadOverdue,
    read,
    ...createCompletion(deps),
    ...createChanges({ ...deps, find }),
  }
}

export type SourceService = ReturnType<typeof createSourceService>
