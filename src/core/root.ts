import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project folder, whether this file runs from `src/` (tests) or from `dist/src/` (the built program). */
const root = findRoot(dirname(fileURLToPath(import.meta.url)))

/** An absolute path inside the project folder, for the files that ship with the program (`data/`, web assets). */
export function fromRoot(...parts: string[]): string {
  return join(root, ...parts)
}

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error('root: no package.json above the program')
  return findRoot(parent)
}
