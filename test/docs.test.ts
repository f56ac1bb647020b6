import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { commands } from '../commands/index.js'
import { renderSettingsTable } from '../src/config/describe-settings.js'
import type { Command } from '../src/core/command.js'
import { fromRoot } from '../src/core/root.js'
import type { Deps } from '../src/services.js'
import { actor, createTestDeps, run } from './support/deps.js'
import { runCli } from './support/program.js'

const pages = [
  'README.md',
  ...readdirSync(fromRoot('docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
]
const read = (page: string) => readFileSync(fromRoot(page), 'utf8')
const blocks = (page: string, language: string) =>
  [...read(page).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(
    ([, text = '']) => text,
  )

/** What an operator asks for, which is no command. */
const served = new Set(['/healthz', '/metrics'])

describe('the documents', () => {
  it('have the table of settings as the program prints it', () => {
    const page = read('docs/operate.md')
    const between = /(?<=<!-- settings: [^\n]* -->\n).*?(?=<!-- end of settings -->)/s
    const table = renderSettingsTable()
    if (process.env.UPDATE === 'docs')
      writeFileSync(
        fromRoot('docs/operate.md'),
        page.replace(between, () => table),
      )
    else expect(between.exec(page)?.[0]).toBe(table)
  })

  it('link to what is there', () => {
    for (const page of pages)
      for (const [, target = ''] of read(page).matchAll(/\]\(([^)#]+)(?:#[\w-]+)?\)/g))
        if (!/^https?:/.test(target))
          expect(existsSync(fromRoot(dirname(page), target)), `${page}: ${target}`).toBe(true)
  })

  it('name only commands and options that there are', () => {
    for (const page of pages)
      for (const [, text = ''] of read(page).matchAll(/`(\/[a-z][^`]*)`/g))
        for (const problem of served.has(text) ? [] : problemsOf(text))
          expect.fail(`${page}: \`${text}\`: ${problem}`)
  })

  it('show a command that works as it stands', async () => {
    const [example = ''] = blocks('README.md', 'ts')
    const file = fromRoot('commands', 'example-of-the-readme.ts')
    writeFileSync(file, example)
    try {
      const { default: count } = (await import(file)) as { default: Command<Deps> }
      const { deps, addSource } = await createTestDeps()
      await addSource('News', ['g1'], [{ title: 'The ferry sails' }])
      expect(await run(count, { word: 'ferry' }, actor(), deps)).toEqual({ content: '1' })
      await deps.close()
    } finally {
      rmSync(file)
    }
  })
})

describe('the command lines of the documents', () => {
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'courant-docs-'))
    await runCli(['import', fromRoot('data/samples'), '--db', join(folder, 'x.db')])
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const lines = pages.flatMap((page) =>
    blocks(page, 'sh').flatMap((block) => block.split('\n').filter((line) => line.startsWith('npx courant'))),
  )

  it('are some', () => expect(lines.length).toBeGreaterThan(10))

  it.each(lines)('%s', async (line) => {
    const words = wordsOf(line.replace(/\s+#.*$/, ''))
    const args = words.slice(2).map((word) => (isFile(word) ? join(folder, word) : word))
    const { code, stderr } = await runCli(args, { DATABASE_FILE: join(folder, 'x.db') })
    expect(stderr).toBe('')
    // What the doctor finds on this computer is not well for want of a token.
    if (args[0] !== 'doctor') expect(code).toBe(0)
  })
})

/** What is not right about a slash command as documents write it, with as many options as they like. */
function problemsOf(text: string): string[] {
  const [name = '', ...words] = text.slice(1).split(/\s+/)
  const command = commands.find((each) => each.name === name)
  if (!command) return [`there is no /${name}`]
  const first = words[0] ?? ''
  const subs = command.subcommands ? first.split(/\\?\|/).filter(Boolean) : []
  const unknown = subs.filter((sub) => !command.subcommands?.[sub])
  if (unknown.length > 0) return [`/${name} has no ${unknown.join()}`]
  const actions = command.action ? [command.action] : subs.flatMap((sub) => command.subcommands?.[sub] ?? [])
  const known = actions.flatMap((action) =>
    Object.keys(z.toJSONSchema(action.options, { io: 'input' }).properties ?? {}),
  )
  // The words of a query are not options: those are named before a colon at its beginning only.
  const options = [...text.matchAll(/ ([a-z_]+):/g)].map(([, option = '']) => option)
  const query = known.includes('query') && options.includes('query')
  return options.flatMap((option) => (query || known.includes(option) ? [] : [`no option ${option}`]))
}

/** As a shell would part them, as far as the documents need it. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? '',
  )
}

function isFile(word: string): boolean {
  return /\.(db|gz)$/.test(word)
}
