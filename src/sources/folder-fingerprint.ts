import { createHash } from 'node:crypto'
import { opendir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Of larger folders only this many files are watched for changes; listing more would take longer than reading. */
const maxFiles = 50_000

/**
 * A short text that changes whenever a file below the folder (or the file itself) is added, removed, renamed or
 * written: for folders what an ETag is for feeds. Empty when the folder cannot be listed; reading it then says why.
 */
export async function folderFingerprint(path: string): Promise<string> {
  try {
    const lines = (await stat(path)).isFile() ? [await describeFile(path)] : await describeFolder(path)
    return createHash('sha256').update(lines.sort().join('\0')).digest('base64url')
  } catch {
    return ''
  }
}

async function describeFolder(path: string): Promise<string[]> {
  const lines: string[] = []
  for await (const entry of await opendir(path, { recursive: true })) {
    if (!entry.isDirectory()) lines.push(await describeFile(join(entry.parentPath, entry.name)))
    if (lines.length >= maxFiles) break
  }
  return lines
}

async function describeFile(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path).catch(() => ({ size: -1, mtimeMs: 0 }))
  return `${path}\0${size}\0${mtimeMs}`
}
