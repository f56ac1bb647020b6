import { linkedFeeds } from '../discovery/linked-feeds.js'
import { baseAddress, parseFeed } from '../feed/parse-feed.js'
import type { FileType } from '../folder/file-type.js'
import { parseSourceList } from '../opml/parse-source-list.js'
import { parseListing } from '../page/parse-listing.js'
import { parseSitemap } from '../sitemap/parse-sitemap.js'
import { SourceError } from '../source-error.js'
import { decode } from '../text/decode.js'
import type { FetchedDocument } from './document.js'

/** Loaded when there is a page: a parser that is started for a feed is ready in two thirds of the time. */
const pageReader = () => import('../page/parse-html.js')
const fileReader = () => import('../folder/parse-file.js')

/** Jobs on fetched documents. @throws SourceError for everything that a person can act on */
const onDocuments = {
  feed: (document: FetchedDocument, now: number) =>
    parseFeed(textOf(document), baseAddress(document.url, document.contentLocation), now),
  page: async (document: FetchedDocument) => (await pageReader()).parseHtml(textOf(document), document.url),
  listing: (document: FetchedDocument, now: number) => parseListing(textOf(document), document.url, now),
  sitemap: (document: FetchedDocument, now: number) => parseSitemap(textOf(document), document.url, now),
  links: (document: FetchedDocument) => linkedFeeds(textOf(document), document.url),
  list: (document: FetchedDocument) => parseSourceList(textOf(document)),
}

/**
 * What can be made of bytes. Each job is a pure function of plain data that returns plain data, so that it can be done
 * in another process.
 */
export const jobs = {
  ...onDocuments,
  /** The articles of a file of a folder, whose `type` is as `fileType` gives it. @throws UserError */
  file: async ({ body }: Pick<FetchedDocument, 'body'>, type: FileType, path: string) =>
    (await fileReader()).parseFile(decode(body), type, path),
}

export type Jobs = typeof jobs
export type JobName = keyof Jobs

/** A job to do: its name and what its function takes. */
export interface Job {
  name: JobName
  input: readonly [Pick<FetchedDocument, 'body'> & Partial<FetchedDocument>, ...unknown[]]
}

/** Does a job in this process. */
export async function doJob({ name, input }: Job): Promise<unknown> {
  return await (jobs[name] as (...input: readonly unknown[]) => unknown)(...input)
}

/** Bytes that claim to be gzip and are damaged or too large are the server's fault, not ours. */
function textOf({ body, contentType, url }: FetchedDocument): string {
  try {
    return decode(body, contentType)
  } catch {
    throw new SourceError('source.garbled', { host: new URL(url).host })
  }
}
