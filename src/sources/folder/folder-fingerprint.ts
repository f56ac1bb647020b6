import { createHash } from 'node:crypto'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { maxDepth, passesOver } from './read-folder.js'

/** Of larger folders only this many files are watched for changes; listing more would take longer than reading. */
const maxFiles = 50_000

/**
 * A short text that changes whenever a file below the folder (or the file itself) is added, removed, renamed or
 * written: for folders what an ETag is for feeds. Empty when the folder cannot be listed; reading it then says why.
 */
export async function folderFingerprint(path: string): Promise<string> {
  const lines: string[] = []
  try {
    await describe(path, 0, new Set(), lines)
  } catch {
    return ''
  }
  return createHash('sha256').update(lines.join('\0')).digest('base64url')
}

/** Walks as `readFolder` does: each folder once, also when links lead in circles. */
async function describe(path: string, depth: number, seen: Set<string>, lines: string[]): Promise<void> {
  if (lines.length >= maxFiles || depth > maxDepth) return
  const info = await stat(path)
  if (!info.isDirectory()) return void lines.push(`${path}\0${info.size}\0${info.mtimeMs}`)
  const real = await realpath(path)
  if (seen.has(real)) return
  seen.add(real)
  const names = (await readdir(path)).filter((name) => !passesOver(name)).sort()
  for (const name of names) await describe(join(path, name), depth + 1, seen, lines).catch(() => {})
}
