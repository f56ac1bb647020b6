import { readFileSync } from 'node:fs'
import { fromRoot } from './root.js'

/** The program's version, as in package.json. */
export const version = String(JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')).version)
