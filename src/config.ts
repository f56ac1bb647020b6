import { existsSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import type { z } from 'zod'
import { type Variable, variables } from './config/variables.js'
import { fromRoot } from './core/root.js'
import { allShards, areAll, type Shards } from './core/shards.js'
import { hideCredentials } from './core/text.js'
import type { ModelSettings } from './model/settings.js'

/** A wrong setting; the message names the variable, what was expected, what came and the remedy. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

type Name = keyof typeof variables
type Values = { [Key in Name]?: z.output<(typeof variables)[Key]['schema']> }

/** The settings of one run, checked and frozen. */
export interface Config {
  /** Undefined: the local preview. */
  token: string | undefined
  apiUrl: string | undefined
  openapiFile: string | undefined
  database: { file: string } | { url: string }
  /** The shards of this process; auto: as many as Discord recommends, all of them here. */
  shards: Shards | 'auto'
  port: number
  /** Where health and metrics are served; undefined when they are not. `isChosen`: the operator named the port. */
  metrics: { host: string; port: number; isChosen: boolean } | undefined
  logLevel: string
  pollMs: number
  /** Addresses that sources may have although they are private. */
  allowedAddresses: readonly string[]
  /** Hosts that serve the feeds of many sites: when they ask to wait, it is for one address. */
  perUrlHosts: readonly string[]
  /** Whether the samples that ship with the program are suggested as sources: in the preview. */
  offersSamples: boolean
  /** Folders below which folder sources may lie, absolute. */
  sourceFolders: readonly string[]
  userAgent: string
  /** The most that is kept of a source: days since an article came, and articles; null: all. */
  retention: { days: number | null; articles: number | null }
  /** How long the data of a server is kept that the bot has left. */
  leftServerMs: number
  /** Undefined: answers are quoted without a language model. */
  model: ModelSettings | undefined
}

/**
 * The environment → one checked, frozen object. Empty variables count as not set.
 *
 * In the preview (no token) the person at the page is the person at the machine: folders and loopback addresses are
 * open unless the variables say otherwise, and sources are read often.
 *
 * @throws ConfigError naming the first wrong variable.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const values = readVariables(env)
  if (!values.DISCORD_TOKEN && values.NODE_ENV === 'production')
    throw new ConfigError(
      'config: DISCORD_TOKEN is not set, and NODE_ENV=production does not start the preview. ' +
        `Set it to ${variables.DISCORD_TOKEN.example}.`,
    )
  const preview = !values.DISCORD_TOKEN
  const { SHARDS: shards = allShards } = values
  if (shards !== 'auto' && !areAll(shards) && !values.DATABASE_URL)
    throw new ConfigError(
      'config: SHARDS leaves shards to other processes, and these have to share a PostgreSQL database. ' +
        'Set DATABASE_URL, or remove SHARDS.',
    )
  const file = values.DATABASE_FILE ?? fromRoot('data', preview ? 'preview.db' : 'courant.db')
  const folders = values.SOURCE_FOLDERS ?? (preview ? ['/'] : [])
  return Object.freeze({
    token: values.DISCORD_TOKEN,
    apiUrl: values.DISCORD_API_URL,
    openapiFile: values.DISCORD_OPENAPI,
    database: values.DATABASE_URL ? { url: values.DATABASE_URL } : { file: resolve(file) },
    shards,
    port: values.PORT ?? 3000,
    metrics: metricsOf(values),
    logLevel: values.LOG_LEVEL ?? 'info',
    pollMs: (values.POLL_SECONDS ?? (preview ? 20 : 900)) * 1000,
    allowedAddresses: values.ALLOWED_ADDRESSES ?? (preview ? ['127.0.0.0/8', '::1'] : []),
    perUrlHosts: values.PER_URL_HOSTS ?? [],
    offersSamples: preview,
    sourceFolders: [fromRoot('data', 'samples'), ...folders].flatMap(pathsOf),
    userAgent: `Courant/0.1 (feed reader${values.CONTACT_URL ? `; +${values.CONTACT_URL}` : ''})`,
    retention: { days: values.RETENTION_DAYS ?? null, articles: values.RETENTION_ARTICLES ?? null },
    leftServerMs: (values.LEFT_SERVER_DAYS ?? 30) * 86_400_000,
    model: modelOf(values),
  })
}

/** The port is that of OpenTelemetry's exporter for Prometheus. */
function metricsOf({ METRICS_PORT: port, METRICS_HOST: host = '127.0.0.1' }: Values): Config['metrics'] {
  return port === 'off' ? undefined : { host, port: port ?? 9464, isChosen: port !== undefined }
}

/** Some fifty questions with 4,000 tokens each; a good half hour of a computer that may have other things to do. */
const modelDefaults = { dailyTokens: 200_000, dailySeconds: 1800 }

function modelOf(values: Values): ModelSettings | undefined {
  const { LLM_BASE_URL: baseUrl, LLM_MODEL: name } = values
  if (!baseUrl && !name) return undefined
  if (!baseUrl || !name) {
    const [set, missing] = baseUrl
      ? (['LLM_BASE_URL', 'LLM_MODEL'] as const)
      : (['LLM_MODEL', 'LLM_BASE_URL'] as const)
    throw new ConfigError(
      `config: ${set} is set, but ${missing} is not, and a language model needs both. ` +
        `Set ${missing} to ${variables[missing].must} (example: ${variables[missing].example}), or remove ${set}.`,
    )
  }
  return {
    baseUrl,
    name,
    apiKey: values.LLM_API_KEY,
    dailyTokens: values.LLM_DAILY_TOKENS ?? modelDefaults.dailyTokens,
    dailySeconds: values.LLM_DAILY_SECONDS ?? modelDefaults.dailySeconds,
  }
}

/** Shorter ones are words that stand everywhere. */
const leastSecret = 6

/** The values of a configuration that nothing may print: its token, key and passwords, as they are written and meant. */
export function secretsOf({ token, model, database }: Config): string[] {
  const password = 'url' in database && URL.canParse(database.url) ? new URL(database.url).password : ''
  const secrets = [token, model?.apiKey, password, decoded(password)]
  return secrets.flatMap((secret) => secret ?? []).filter(({ length }) => length >= leastSecret)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A folder as it is written and, where links lead to it, as it really is. */
function pathsOf(folder: string): string[] {
  const path = resolve(folder)
  return [...new Set([path, existsSync(path) ? realpathSync(path) : path])]
}

function readVariables(env: Record<string, string | undefined>): Values {
  const values: Record<string, unknown> = {}
  for (const [name, variable] of Object.entries<Variable>(variables)) {
    const text = env[name]?.trim()
    if (!text) continue
    const { success, data } = variable.schema.safeParse(text)
    if (!success) {
      const got = variable.secret ? 'something else' : JSON.stringify(hideCredentials(text))
      throw new ConfigError(
        `config: ${name} must be ${variable.must}, got ${got}. Example: ${variable.example}.`,
      )
    }
    values[name] = data
  }
  return values as Values
}
