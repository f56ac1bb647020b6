import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { fromRoot } from '../../../src/core/root.js'
import vendor from '../../../src/preview/web/vendor.json' with { type: 'json' }

const folder = fromRoot('src/preview/web')
const page = readFileSync(join(folder, 'index.html'), 'utf8')
const map = /<script type="importmap">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? ''
const { imports } = JSON.parse(map) as { imports: Record<string, string> }
const prefix = '/preview/vendor/'
const importLine = /(?:\bfrom|\bimport)\s*["']([^"']+)["']/g

/** The file that a browser would load, by the rules of import maps: the longest key that fits. */
function locate(specifier: string, importer: string): string {
  if (specifier.startsWith('.')) return join(dirname(importer), specifier)
  const keys = Object.keys(imports).filter(
    (key) => key === specifier || (key.endsWith('/') && specifier.startsWith(key)),
  )
  const key = keys.sort((a, b) => b.length - a.length)[0]
  if (!key) throw new Error(`${importer} imports ${specifier}, which the import map does not know`)
  const path = (imports[key] ?? '') + specifier.slice(key.length)
  const served = vendor.some((name) => path.startsWith(`${prefix}${name}/`))
  if (!served) throw new Error(`${path} is not below a package of vendor.json`)
  return fromRoot('node_modules', path.slice(prefix.length))
}

function vendorImports(): [string, string][] {
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts'))
  return sources.flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8').replace(/^import type[\s\S]*?from .*$/gm, '')
    return [...text.matchAll(importLine)].map((match): [string, string] => [
      match[1] ?? '',
      join(folder, name),
    ])
  })
}

it('finds every module that the page imports, and that those import, as files', () => {
  const queue = vendorImports().filter(([specifier]) => !specifier.startsWith('.'))
  const seen = new Set<string>()
  for (const [specifier, importer] of queue) {
    const file = locate(specifier, importer)
    if (seen.has(file)) continue
    seen.add(file)
    expect(existsSync(file), `${specifier} in ${importer}`).toBe(true)
    const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
    expect(text, file).not.toMatch(/\brequire\(|\bmodule\.exports\b/)
    for (const match of text.matchAll(importLine)) queue.push([match[1] ?? '', file])
  }
  expect(seen.size).toBeGreaterThan(40)
})

it('allows exactly the import map that it has', () => {
  const hash = createHash('sha256').update(map).digest('base64')
  expect(page).toContain(`script-src 'self' 'sha256-${hash}'`)
})

it('asks no other server for anything', () => {
  const style = readFileSync(join(folder, 'style.css'), 'utf8')
  expect(style).not.toMatch(/url\(|@import/)
  const addresses = page.match(/(?:https?:)?\/\/[\w.]+/g) ?? []
  expect(addresses.filter((address) => !address.endsWith('www.w3.org'))).toEqual([
    '//localhost',
    '//127.0.0.1',
  ])
})
