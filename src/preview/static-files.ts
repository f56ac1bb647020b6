import { readFile, realpath } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/**
 * A file below one of the folders, the first that has it; undefined when there is none, when its kind is not one a web
 * page needs, or when the path leads out of the folder, by `..` or by a link.
 */
export async function readStaticFile(
  roots: readonly string[],
  path: string,
): Promise<{ type: string; data: Uint8Array<ArrayBuffer> } | undefined> {
  const type = types[extname(path)]
  if (type === undefined || path.includes('\0')) return undefined
  for (const root of roots) {
    try {
      const folder = await realpath(root)
      const file = await realpath(join(folder, path))
      if (file.startsWith(folder + sep)) return { type, data: new Uint8Array(await readFile(file)) }
    } catch {
      // Not in this folder; the next one may have it.
    }
  }
  return undefined
}
