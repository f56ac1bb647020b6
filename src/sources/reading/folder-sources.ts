import { basename } from 'node:path'
import type { UserError } from '../../core/errors.js'
import type { Handling } from '../../store/schema.js'
import type { CheckedSource, Source } from '../../store/sources.js'
import { folderFingerprint } from '../folder/folder-fingerprint.js'
import { type FolderFile, readFolder } from '../folder/read-folder.js'
import type { Parser } from '../parsing/parser.js'
import { folderPath } from '../source-address.js'
import { countKinds, type NamedSource, type TakeDeps, type Taken } from './take-reading.js'

/** What one reading of a source came to, with the files that were left out. */
export interface ReadReport extends Taken {
  skipped: { path: string; reason: UserError }[]
}

export interface FolderSourcesDeps extends Pick<TakeDeps, 'ingest'> {
  parser: Parser
  /** Folders below which folder sources may lie. */
  roots: readonly string[]
}

export function emptyReport(): ReadReport {
  return { articles: 0, excerpts: 0, headlines: 0, added: 0, updated: 0, skipped: [] }
}

/** Folders as sources: every file of known kind in them is one article or several. */
export function createFolderSources({ ingest, parser, roots }: FolderSourcesDeps) {
  const read = (path: string) => readFolder(path, { roots, parser })

  async function takeFile(
    source: NamedSource,
    file: FolderFile,
    report: ReadReport,
    then: Handling,
  ): Promise<void> {
    if ('skipped' in file) return void report.skipped.push({ path: file.path, reason: file.skipped })
    const incoming = file.articles.map((draft) => ({ draft }))
    const part = { ...countKinds(file.articles), ...(await ingest(source, incoming, then)) }
    for (const key of ['articles', 'excerpts', 'headlines', 'added', 'updated'] as const)
      report[key] += part[key]
  }

  return {
    /** Begins to read a folder before anything is stored: what must not or cannot be read throws here. */
    async begin(url: string) {
      const path = folderPath({ url })
      const files = read(path)
      const first = await files.next()
      const etag = await folderFingerprint(path)
      const described: CheckedSource = {
        url,
        title: folderTitle(path),
        site_url: null,
        etag,
        last_modified: null,
      }
      async function readAll(
        source: NamedSource,
        progress: (count: number) => Promise<void>,
      ): Promise<ReadReport> {
        const report = emptyReport()
        for (let file = first; !file.done; file = await files.next()) {
          await takeFile(source, file.value, report, 'quiet')
          await progress(report.articles)
        }
        return report
      }
      return { described, readAll }
    },

    /** Reads a folder again if anything in it has changed. The fingerprint is what to compare with next time. */
    async readAgain(source: Source, then: Handling): Promise<{ report: ReadReport; etag: string }> {
      const path = folderPath(source)
      const etag = await folderFingerprint(path)
      const report = emptyReport()
      if (etag === '' || etag !== source.etag)
        for await (const file of read(path)) await takeFile(source, file, report, then)
      return { report, etag }
    },
  }
}

export type FolderSources = ReturnType<typeof createFolderSources>

/** "riverton-herald" is shown as "Riverton Herald". */
export function folderTitle(path: string): string {
  const words = basename(path)
    .split(/[-_\s]+/)
    .filter(Boolean)
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || path
}
