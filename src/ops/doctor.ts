import { existsSync } from 'node:fs'
import type { Config } from '../config.js'
import { translator } from '../core/i18n.js'
import { probeModel } from '../model/probe-model.js'
import type { Services } from '../services.js'
import { displayAddress } from '../sources/source-address.js'
import { redact } from './logger.js'

export interface Check {
  name: string
  ok: boolean
  /** What was found and, if it is not well, what to do. */
  detail: string
}

const timeoutMs = 10_000
const discordApi = 'https://discord.com/api'

/** Looks at everything the bot needs and says what to do about what is not well. */
export async function runDoctor(config: Config, services: Services, now: number) {
  const checks = [
    checkClock(now),
    await checkDatabase(config, services),
    await checkDiscord(config),
    await checkModel(config),
    ...(await checkSources(services)),
  ]
  return {
    json: { ok: checks.every(({ ok }) => ok), checks },
    text: checks.map(({ name, ok, detail }) => `${ok ? 'ok  ' : 'FAIL'}  ${name}: ${detail}`),
    failed: checks.some(({ ok }) => !ok),
  }
}

/** Discord's ids hold times: a clock that is far off breaks schedules and dates. */
function checkClock(now: number): Check {
  const ok = now > Date.UTC(2026, 0, 1)
  const time = new Date(now).toISOString()
  return { name: 'clock', ok, detail: ok ? time : `it says ${time}; set the computer's clock` }
}

async function checkDatabase(config: Config, { stores }: Services): Promise<Check> {
  const where = 'url' in config.database ? redact(config.database.url) : config.database.file
  if ('file' in config.database && !existsSync(config.database.file))
    return {
      name: 'database',
      ok: true,
      detail: `${where} is not there yet; npm start or courant import makes it`,
    }
  const articles = await stores.articles.count()
  return { name: 'database', ok: true, detail: `${where}, ${articles} articles` }
}

async function checkDiscord({ token, apiUrl = discordApi }: Config): Promise<Check> {
  const name = 'discord'
  if (!token) return { name, ok: true, detail: 'no DISCORD_TOKEN: npm start opens the local preview' }
  try {
    const response = await fetch(`${apiUrl}/v10/users/@me`, {
      headers: { authorization: `Bot ${token}` },
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (response.status === 401)
      return { name, ok: false, detail: 'the token is not valid; make a new one and set DISCORD_TOKEN' }
    if (!response.ok)
      return { name, ok: false, detail: `it answers HTTP ${response.status}; try again later` }
    const user = (await response.json()) as { username?: string }
    return { name, ok: true, detail: `the token belongs to ${user.username ?? 'a bot'}` }
  } catch {
    return { name, ok: false, detail: `${new URL(apiUrl).host} cannot be reached; check the network` }
  }
}

async function checkModel({ model }: Config): Promise<Check> {
  const name = 'language model'
  if (!model) return { name, ok: true, detail: 'none (no LLM_BASE_URL): answers are quoted word for word' }
  return { name, ...(await probeModel(model, timeoutMs)) }
}

async function checkSources({ stores }: Services): Promise<Check[]> {
  const t = translator('en')
  const sources = await stores.sources.all()
  const failing = sources.flatMap((source) =>
    source.last_error ? [{ source, problem: t(source.last_error.key, source.last_error.params) }] : [],
  )
  const well = {
    name: 'sources',
    ok: failing.length === 0,
    detail: `${sources.length}, ${failing.length} failing`,
  }
  return [
    well,
    ...failing.map(({ source, problem }) => ({ name: displayAddress(source), ok: false, detail: problem })),
  ]
}
