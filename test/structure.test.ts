import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fromRoot } from '../src/core/root.js'

/** Which folders a folder may import from. Files directly in `src/` put everything together and may import all. */
const allowed: Record<string, string[]> = {
  core: [],
  charts: ['core'],
  store: ['core'],
  sources: ['core', 'store'],
  search: ['core'],
  summaries: ['core', 'search'],
  answers: ['core', 'search'],
  model: ['core', 'search'],
  topics: ['core', 'store', 'search', 'summaries'],
  discord: ['core'],
  preview: ['core'],
  ops: ['core', 'store', 'sources', 'model', 'config', 'services'],
  commands: [
    'core',
    'charts',
    'store',
    'sources',
    'search',
    'summaries',
    'answers',
    'model',
    'topics',
    'services',
  ],
}

describe('the structure', () => {
  const files = ['src', 'commands'].flatMap((folder) =>
    readdirSync(fromRoot(folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  )

  it('lets imports run one way only', () => {
    const wrong = files.flatMap((file) => {
      const from = areaOf(file)
      return importsOf(file)
        .filter((to) => to !== from && allowed[from] && !allowed[from].includes(to))
        .map((to) => `${file} imports ${to}`)
    })
    expect(wrong).toEqual([])
  })

  it('lets only src/discord import discord.js', () => {
    const users = files.filter((file) => /from 'discord\.js'/.test(readFileSync(fromRoot(file), 'utf8')))
    expect([...new Set(users.map(areaOf))]).toEqual(['discord'])
  })
})

/** "src/store/x.ts" → store, "commands/x.ts" → commands, "src/main.ts" → main. */
function areaOf(file: string): string {
  const [top = '', second = ''] = file.split(sep)
  return top === 'commands' ? top : second.replace(/\.ts$/, '')
}

function importsOf(file: string): string[] {
  const text = readFileSync(fromRoot(file), 'utf8')
  return [...text.matchAll(/from '(\.{1,2}\/[^']+)\.js'/g)].map(([, path = '']) =>
    areaOf(relative(fromRoot(), resolve(dirname(fromRoot(file)), path))),
  )
}
