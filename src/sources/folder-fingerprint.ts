import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * A short text that changes whenever a file below the folder (or the file itself) is added, removed, renamed or written: for folders what an
 * ETag is for feeds. Empty when the folder cannot be listed; reading it then says why.
 */
export async function folderFingerprint(path: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    const names = (await stat(path)).isFile() ? [''] : await readdir(path, { recursive: true })
    for (const name of names.sort()) {
      const { size, mtimeMs } = await stat(join(path, name)).catch(() => ({ size: -1, mtimeMs: 0 }))
      hash.update(`${name}\0${size}\0${mtimeMs}\0`)
    }
  } catch {
    return ''
  }
  return hash.digest('base64url')
}
