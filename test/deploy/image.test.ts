import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fromRoot } from '../../src/core/root.js'
import type { LocalDiscord } from '../../src/preview/local-discord.js'
import { expectNoViolations, openDiscord } from '../support/discord.js'
import { type Program, startProcess } from '../support/program.js'

/** One line of a Dockerfile. */
interface Step {
  instruction: string
  words: string
}

/** The stages of a Dockerfile, each with its steps. */
function parseDockerfile(text: string): Step[][] {
  const lines = text.split('\n').filter((line) => line && !line.startsWith('#'))
  const stages: Step[][] = []
  for (const line of lines) {
    const [instruction = '', ...words] = line.split(' ')
    if (instruction === 'FROM') stages.push([])
    stages.at(-1)?.push({ instruction, words: words.join(' ') })
  }
  return stages
}

/** What ships and is not only for development. */
function linkProductionModules(folder: string): void {
  const lock = JSON.parse(readFileSync(fromRoot('package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>
  }
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(fromRoot('node_modules/.bin'), join(folder, 'node_modules/.bin'))
  for (const [path, { dev }] of Object.entries(lock.packages)) {
    if (dev || path.lastIndexOf('node_modules/') !== 0) continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    symlinkSync(fromRoot(path), join(folder, path))
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** There is no Docker where tests run: the same steps in folders, with the modules that are here already. */
describe('the image', () => {
  const [build = [], final = []] = parseDockerfile(readFileSync(fromRoot('docs/deploy/Dockerfile'), 'utf8'))
  const sent = readFileSync(fromRoot('docs/deploy/Dockerfile.dockerignore'), 'utf8')
    .split('\n')
    .flatMap((line) => (line.startsWith('!') ? line.slice(1) : []))
  let discord: LocalDiscord
  let folder: string
  let program: Program | undefined
  const stepsOf = (stage: Step[], name: string) =>
    stage.filter(({ instruction }) => instruction === name).map(({ words }) => words)

  beforeEach(async () => {
    discord = await openDiscord()
    folder = mkdtempSync(join(tmpdir(), 'courant-image-'))
  })
  afterEach(async () => {
    program?.process.kill('SIGKILL')
    await program?.ended
    expectNoViolations(discord)
    await discord.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Copies as COPY does, from one folder to another. */
  function copy(words: string, from: string, to: string): void {
    const paths = words.replace('--from=build ', '').replaceAll('/app/', '').split(' ')
    const target = paths.pop() ?? ''
    for (const path of paths)
      cpSync(join(from, path), join(to, target === './' ? path : target), {
        recursive: true,
        verbatimSymlinks: true,
      })
  }

  function buildIn(place: string): void {
    mkdirSync(place)
    for (const { instruction, words } of build)
      if (instruction === 'COPY') {
        const paths = words.split(' ').slice(0, -1)
        expect(paths.filter((path) => !sent.includes(path))).toEqual([])
        copy(words, fromRoot(), place)
      } else if (words.startsWith('npm ci --omit=dev ')) linkProductionModules(place)
      else if (instruction === 'RUN') execFileSync('sh', ['-ec', words], { cwd: place })
  }

  it('holds all that the bot needs, starts without writing but to its data, is healthy and ends in good order', async () => {
    const [built, app, data] = ['build', 'app', 'data'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    buildIn(built)
    mkdirSync(app)
    for (const words of stepsOf(final, 'COPY')) copy(words, built, app)
    const before = readdirSync(app, { recursive: true }).length

    const settings = stepsOf(final, 'ENV').flatMap((words) => words.split(' '))
    const port = await freePort()
    const env = {
      ...Object.fromEntries(settings.map((setting) => setting.split('='))),
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.apiUrl,
      METRICS_PORT: String(port),
    }
    expect(env.DATABASE_FILE).toBe('/data/courant.db')
    env.DATABASE_FILE = join(data, 'courant.db')
    const [command = '', ...args] = JSON.parse(stepsOf(final, 'CMD')[0] ?? '[]') as string[]
    program = startProcess(command, args, env, app)
    const started = program
    const health = async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).status
    await Promise.race([
      expect.poll(() => health().catch(() => 0), { timeout: 30_000, interval: 50 }).toBe(200),
      started.ended.then((code) => expect.fail(`ended with ${code}: ${started.output().stderr}`)),
    ])

    const check = /CMD (\[.*\])$/.exec(stepsOf(final, 'HEALTHCHECK')[0] ?? '')?.[1] ?? '[]'
    const [checker = '', ...checks] = JSON.parse(check) as string[]
    const healthy = startProcess(checker, checks, { METRICS_PORT: String(port) }, app)
    expect(await healthy.ended).toBe(0)
    const unhealthy = startProcess(checker, checks, { METRICS_PORT: String(await freePort()) }, app)
    expect(await unhealthy.ended).toBe(1)

    program.process.kill('SIGTERM')
    expect(await program.ended).toBe(0)
    expect(readdirSync(app, { recursive: true })).toHaveLength(before)
    expect(readdirSync(data)).toContain('courant.db')
  }, 60_000)

  it('runs as a user of its own', () => {
    expect(stepsOf(final, 'USER')).toEqual(['node'])
  })
})
