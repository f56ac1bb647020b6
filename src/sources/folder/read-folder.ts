import { constants, type Dirent, type Stats } from 'node:fs'
import { open, readdir, realpath, stat } from 'node:fs/promises'
import { basename, extname, join, sep } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ArticleDraft } from '../../core/article.js'
import { UserError } from '../../core/errors.js'
import type { Parser } from '../parsing/parser.js'
import { fileType } from './file-type.js'

const maxFileBytes = 10_000_000
export const maxDepth = 32

/** One file, by its path inside the folder (with `/`): its articles, or why it, or a part of it, was skipped. */
export type FolderFile = { path: string; articles: ArticleDraft[] } | { path: string; skipped: UserError }

export interface FolderOptions {
  /** Absolute real paths below which files may be read; `/` allows everything. */
  roots: readonly string[]
  parser: Pick<Parser, 'file'>
}

/**
 * Reads the articles of a folder and the folders in it (or of one file), file by file in the order of their paths. Hidden files and
 * node_modules are passed over in silence; links are followed as long as they stay below the roots; everything else
 * that is not read is yielded with its reason. Throws a UserError when the folder itself cannot be read.
 */
export async function* readFolder(path: string, options: FolderOptions): AsyncGenerator<FolderFile> {
  // Before anything is looked at: outside the roots nobody learns what exists.
  if (!isBelow(path, options.roots)) throw new UserError('source.folderOutside', { path })
  const { real: folder, info } = await locate(path)
  const walk: Walk = { ...options, seen: new Set([folder]) }
  if (!isBelow(folder, walk.roots)) throw new UserError('source.folderOutside', { path })
  if (info.isFile()) return yield* readFile(folder, basename(folder), info.size, walk)
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => {
    throw new UserError('source.folderNotReadable', { path })
  })
  yield* readEntries(folder, '', entries, walk)
}

interface Walk extends FolderOptions {
  /** Real paths of folders that were entered: links can lead in circles. */
  seen: Set<string>
}

async function locate(path: string): Promise<{ real: string; info: Stats }> {
  try {
    const real = await realpath(path)
    const info = await stat(real)
    if (info.isDirectory() || info.isFile()) return { real, info }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES')
      throw new UserError('source.folderNotReadable', { path })
  }
  throw new UserError('source.folderNotFound', { path })
}

/** Hidden files, and what programs keep for themselves. */
export function passesOver(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules'
}

async function* readEntries(
  folder: string,
  prefix: string,
  entries: Dirent[],
  walk: Walk,
): AsyncGenerator<FolderFile> {
  const shown = entries.filter(({ name }) => !passesOver(name))
  // By code unit, not by locale: the order is the same on every host.
  shown.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of shown) yield* readEntry(join(folder, entry.name), prefix + entry.name, walk)
}

async function* readEntry(location: string, path: string, walk: Walk): AsyncGenerator<FolderFile> {
  const real = await realpath(location).catch(() => null)
  const info = real === null ? null : await stat(real).catch(() => null)
  if (real === null || info === null) return yield skip(path, 'source.skipUnreadable')
  if (!isBelow(real, walk.roots)) return yield skip(path, 'source.skipOutside')
  if (info.isDirectory()) {
    if (walk.seen.has(real) || path.split('/').length > maxDepth) return
    walk.seen.add(real)
    const entries = await readdir(real, { withFileTypes: true }).catch(() => null)
    if (entries === null) yield skip(path, 'source.skipUnreadable')
    else yield* readEntries(real, `${path}/`, entries, walk)
  } else if (info.isFile()) yield* readFile(real, path, info.size, walk)
  else yield skip(path, 'source.skipType')
}

async function* readFile(
  real: string,
  path: string,
  size: number,
  { parser }: Walk,
): AsyncGenerator<FolderFile> {
  const type = fileType(extname(path))
  if (type === null) return yield skip(path, 'source.skipType')
  if (size > maxFileBytes) return yield skip(path, 'source.skipTooLarge', { megabytes: maxFileBytes / 1e6 })
  const body = await readBytes(real)
  if (body === null) return yield skip(path, 'source.skipUnreadable')
  if (isBinary(body)) return yield skip(path, 'source.skipBinary')
  // A turn of the event loop between files, so that reading many small ones keeps nobody waiting.
  await nextTurn()
  try {
    const { articles, problems } = await parser.file({ body }, type, path)
    yield { path, articles }
    for (const { key, params } of problems) yield skip(path, key, params)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    yield { path, skipped: error }
  }
}

/** The file that was checked, not one put in its place since: the last step must not be a link. */
async function readBytes(real: string): Promise<Buffer | null> {
  try {
    const file = await open(real, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
    try {
      return await file.readFile()
    } finally {
      await file.close()
    }
  } catch {
    return null
  }
}

/** Zero bytes do not occur in text, except in UTF-16, which begins with its mark. */
function isBinary(bytes: Buffer): boolean {
  const marked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b
  return zipped || (!marked && bytes.subarray(0, 8000).includes(0))
}

function isBelow(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep))
}

function skip(path: string, key: UserError['key'], params: UserError['params'] = {}): FolderFile {
  return { path, skipped: new UserError(key, params) }
}
