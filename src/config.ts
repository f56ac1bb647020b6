import { existsSync, realpathSync } from 'node:fs'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'
import { leastRetentionDays } from './core/least-retention-days.js'
import { fromRoot } from './core/root.js'
import { allShards, areAll, parseShards, type Shards } from './core/shards.js'
import { hideCredentials } from './core/text.js'
import type { ModelSettings } from './model/settings.js'

/** A wrong setting; the message names the variable, what was expected, what came and the remedy. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max)
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
)
const httpUrl = z.string().refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))

/** Is asked also of what is no address at all. */
function hasNoPassword(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { username, password } = new URL(text)
  return !username && !password
}

function isAddressRange(text: string): boolean {
  const [address = '', prefix] = text.split('/')
  const bits = isIP(address) === 4 ? 32 : 128
  return isIP(address) > 0 && (prefix === undefined || (/^\d+$/.test(prefix) && Number(prefix) <= bits))
}

/** One variable: its schema, what it must be (completes "must be …"), and an example of a right value. */
interface Variable {
  schema: z.ZodType
  must: string
  example: string
  /** Never shown in messages. */
  secret?: boolean
}

const variables = {
  DISCORD_TOKEN: {
    schema: z.string().regex(/^\S+$/),
    must: 'the token of your bot, without spaces',
    example: 'the token from https://discord.com/developers/applications → Bot → Reset Token',
    secret: true,
  },
  DISCORD_API_URL: { schema: httpUrl, must: 'an http(s) address', example: 'https://discord.com/api' },
  DISCORD_OPENAPI: {
    schema: z.string().refine((file) => existsSync(file)),
    must: "the path of Discord's OpenAPI document",
    example: 'openapi.json',
  },
  DATABASE_FILE: { schema: z.string(), must: 'a file path', example: 'data/courant.db' },
  DATABASE_URL: {
    schema: z.string().regex(/^postgres(ql)?:\/\/\S+$/),
    must: 'a postgres:// address',
    example: 'postgres://courant:password@localhost:5432/courant',
    secret: true,
  },
  SHARDS: {
    schema: z.string().transform((text, context): Shards | 'auto' => {
      const shards = text === 'auto' ? text : parseShards(text)
      if (!shards) context.addIssue({ code: 'custom' })
      return shards ?? 'auto'
    }),
    must: '"auto", or shards of this process and how many there are in all, each once and counted from 0',
    example: '0-3/16',
  },
  PORT: { schema: wholeNumber(0, 65535), must: 'a port number from 0 to 65535', example: '3000' },
  METRICS_PORT: {
    schema: z.literal('off').or(wholeNumber(0, 65535)),
    must: 'a port number from 0 to 65535, or off',
    example: '9464',
  },
  METRICS_HOST: {
    schema: z.string().regex(/^[\w.:-]+$/),
    must: 'an IP address or a host name of this computer',
    example: '127.0.0.1',
  },
  NODE_ENV: {
    schema: z.enum(['production', 'development', 'test']),
    must: 'one of production, development, test',
    example: 'production',
  },
  LOG_LEVEL: {
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']),
    must: 'one of fatal, error, warn, info, debug, silent',
    example: 'info',
  },
  POLL_SECONDS: {
    schema: wholeNumber(10, 86_400),
    must: 'a whole number of seconds from 10 to 86400',
    example: '900',
  },
  ALLOWED_ADDRESSES: {
    schema: list.refine((parts) => parts.every(isAddressRange)),
    must: 'a comma-separated list of IP addresses or CIDR ranges',
    example: '192.168.1.20,10.1.0.0/16',
  },
  PER_URL_HOSTS: {
    schema: list.refine((parts) => parts.every((part) => /^[a-z0-9.-]+$/i.test(part))),
    must: 'a comma-separated list of host names',
    example: 'rss.example.org',
  },
  SOURCE_FOLDERS: {
    schema: list.refine((folders) => folders.every((folder) => existsSync(folder))),
    must: 'a comma-separated list of folders that exist',
    example: '/srv/articles',
  },
  CONTACT_URL: { schema: httpUrl, must: 'an http(s) address', example: 'https://example.org/our-bot' },
  RETENTION_DAYS: {
    schema: wholeNumber(leastRetentionDays, 36_500),
    must: `a whole number of days from ${leastRetentionDays} to 36500`,
    example: '365',
  },
  RETENTION_ARTICLES: {
    schema: wholeNumber(100, 100_000),
    must: 'a whole number of articles from 100 to 100000',
    example: '5000',
  },
  LEFT_SERVER_DAYS: {
    schema: wholeNumber(0, 3650),
    must: 'a whole number of days from 0 to 3650',
    example: '30',
  },
  LLM_BASE_URL: {
    // A password in an address would end up in logs; the key has its own variable.
    schema: httpUrl.refine(hasNoPassword),
    must: 'an http(s) address without a password',
    example: 'http://localhost:11434/v1',
  },
  LLM_MODEL: {
    schema: z.string().regex(/^\S{1,200}$/),
    must: 'the name of a model, without spaces',
    example: 'llama3.1:8b',
  },
  LLM_API_KEY: {
    // Anything else cannot be sent in a header.
    schema: z.string().regex(/^[\x21-\x7e]+$/),
    must: 'the key of the language model, without spaces',
    example: "the key from your provider's page",
    secret: true,
  },
  LLM_DAILY_TOKENS: {
    schema: wholeNumber(10_000, 1_000_000_000),
    must: 'a whole number of tokens from 10000 to 1000000000',
    example: '200000',
  },
  LLM_DAILY_SECONDS: {
    schema: wholeNumber(60, 86_400),
    must: 'a whole number of seconds from 60 to 86400',
    example: '1800',
  },
} satisfies Record<string, Variable>

export const variableNames = Object.keys(variables)

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
