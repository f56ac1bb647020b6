import { existsSync } from 'node:fs'
import { isIP } from 'node:net'
import { z } from 'zod'
import { leastRetentionDays } from '../core/least-retention-days.js'
import { parseShards, type Shards } from '../core/shards.js'

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

/** One variable of the environment. */
export interface Variable {
  /** What it is for, and what holds without it. */
  about: string
  schema: z.ZodType
  /** Completes "must be …". */
  must: string
  /** A right value. */
  example: string
  /** Never shown in messages. */
  secret?: boolean
}

/** Every setting there is, in the order in which people read them. */
export const variables = {
  DISCORD_TOKEN: {
    about:
      'The token of your bot, from https://discord.com/developers/applications → Bot → Reset Token. Without it, npm start opens the local preview in your browser instead.',
    schema: z.string().regex(/^\S+$/),
    must: 'the token of your bot, without spaces',
    example: 'the token from https://discord.com/developers/applications → Bot → Reset Token',
    secret: true,
  },
  DATABASE_FILE: {
    about: 'The database file. Default: data/courant.db (the preview: data/preview.db).',
    schema: z.string(),
    must: 'a file path',
    example: 'data/courant.db',
  },
  DATABASE_URL: {
    about: 'PostgreSQL instead of a file, for example postgres://courant:password@localhost:5432/courant',
    schema: z.string().regex(/^postgres(ql)?:\/\/\S+$/),
    must: 'a postgres:// address',
    example: 'postgres://courant:password@localhost:5432/courant',
    secret: true,
  },
  SHARDS: {
    about:
      'Several processes on one PostgreSQL database: the shards of this one and how many there are in all, for example 0-3/16 or 0,2/16. "auto": as many as Discord recommends, all in this process. Default: one.',
    schema: z.string().transform((text, context): Shards | 'auto' => {
      const shards = text === 'auto' ? text : parseShards(text)
      if (!shards) context.addIssue({ code: 'custom' })
      return shards ?? 'auto'
    }),
    must: '"auto", or shards of this process and how many there are in all, each once and counted from 0',
    example: '0-3/16',
  },
  POLL_SECONDS: {
    about:
      'How often a source is read at most, in seconds, from 10 to 86400; the rhythm of the source itself decides. Default: 900 (the preview: 20).',
    schema: wholeNumber(10, 86_400),
    must: 'a whole number of seconds from 10 to 86400',
    example: '900',
  },
  SOURCE_FOLDERS: {
    about:
      'Folders that moderators may add as sources, and everything below them; comma-separated. Default: only the samples that ship with the bot (the preview: any folder that you can read).',
    schema: list.refine((folders) => folders.every((folder) => existsSync(folder))),
    must: 'a comma-separated list of folders that exist',
    example: '/srv/articles',
  },
  ALLOWED_ADDRESSES: {
    about:
      "Private addresses that sources may have, such as 192.168.1.20 or 10.1.0.0/16; comma-separated. Default: none (the preview: this computer's own address). Everything else private is never contacted.",
    schema: list.refine((parts) => parts.every(isAddressRange)),
    must: 'a comma-separated list of IP addresses or CIDR ranges',
    example: '192.168.1.20,10.1.0.0/16',
  },
  PER_URL_HOSTS: {
    about:
      'Hosts that serve the feeds of many sites, such as an RSS-Bridge of a friend; comma-separated. When one of them asks the bot to wait, only that feed waits. Default: none (those at ALLOWED_ADDRESSES are treated so anyway).',
    schema: list.refine((parts) => parts.every((part) => /^[a-z0-9.-]+$/i.test(part))),
    must: 'a comma-separated list of host names',
    example: 'rss.example.org',
  },
  CONTACT_URL: {
    about:
      "An address where owners of the sites you read can find out who reads them. It is part of the bot's User-Agent.",
    schema: httpUrl,
    must: 'an http(s) address',
    example: 'https://example.org/our-bot',
  },
  RETENTION_DAYS: {
    about:
      'How long articles are kept, in days from 7 on. Whatever came in the last seven days, waits to be posted or lies in a folder stays. Moderators can want less for a source (/source keep), not more; sources are shared, so the longest wish counts. What was posted is never posted again. Default: everything is kept.',
    schema: wholeNumber(leastRetentionDays, 36_500),
    must: `a whole number of days from ${leastRetentionDays} to 36500`,
    example: '365',
  },
  RETENTION_ARTICLES: {
    about: 'How many articles of each source are kept at most, from 100 on. Default: all.',
    schema: wholeNumber(100, 100_000),
    must: 'a whole number of articles from 100 to 100000',
    example: '5000',
  },
  LEFT_SERVER_DAYS: {
    about: 'How many days the data of a server is kept after the bot was removed from it. Default: 30.',
    schema: wholeNumber(0, 3650),
    must: 'a whole number of days from 0 to 3650',
    example: '30',
  },
  LLM_BASE_URL: {
    about:
      "A language model that puts answers into words, behind an address that speaks OpenAI's chat completions: a provider's, such as https://api.openai.com/v1, or your own computer's, such as http://localhost:11434/v1 for Ollama. The question and passages of the articles are sent there; only sentences that the passages bear out are shown. Default: none, answers are quoted word for word.",
    // A password in an address would end up in logs; the key has its own variable.
    schema: httpUrl.refine(hasNoPassword),
    must: 'an http(s) address without a password',
    example: 'http://localhost:11434/v1',
  },
  LLM_MODEL: {
    about: 'The model to ask for there; needed together with LLM_BASE_URL.',
    schema: z.string().regex(/^\S{1,200}$/),
    must: 'the name of a model, without spaces',
    example: 'llama3.1:8b',
  },
  LLM_API_KEY: {
    about: 'The key for it, if it wants one. It is sent to the host of LLM_BASE_URL and to nobody else.',
    // Anything else cannot be sent in a header.
    schema: z.string().regex(/^[\x21-\x7e]+$/),
    must: 'the key of the language model, without spaces',
    example: "the key from your provider's page",
    secret: true,
  },
  LLM_DAILY_TOKENS: {
    about:
      'How much of the model each server may use in a day (UTC), in tokens sent and received, from 10000. Then answers are quoted word for word until the next day. Default: 200000.',
    schema: wholeNumber(10_000, 1_000_000_000),
    must: 'a whole number of tokens from 10000 to 1000000000',
    example: '200000',
  },
  LLM_DAILY_SECONDS: {
    about: 'The same in seconds that the model works, from 60. Default: 1800.',
    schema: wholeNumber(60, 86_400),
    must: 'a whole number of seconds from 60 to 86400',
    example: '1800',
  },
  LOG_LEVEL: {
    about: 'How much is logged: fatal, error, warn, info, debug or silent. Default: info.',
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']),
    must: 'one of fatal, error, warn, info, debug, silent',
    example: 'info',
  },
  PORT: {
    about: 'The port of the local preview, on this computer only. Default: 3000.',
    schema: wholeNumber(0, 65535),
    must: 'a port number from 0 to 65535',
    example: '3000',
  },
  METRICS_PORT: {
    about:
      'The port at which a bot on Discord serves /healthz and /metrics (for Prometheus); 0 is a free one, which the log names, off is none. Default: 9464; where it is taken, the bot goes on without.',
    schema: z.literal('off').or(wholeNumber(0, 65535)),
    must: 'a port number from 0 to 65535, or off',
    example: '9464',
  },
  METRICS_HOST: {
    about:
      "The address for it. What is served there tells nobody's secrets, but is meant for you alone. Default: 127.0.0.1, this computer only; 0.0.0.0 in a container that another one watches.",
    schema: z.string().regex(/^[\w.:-]+$/),
    must: 'an IP address or a host name of this computer',
    example: '127.0.0.1',
  },
  NODE_ENV: {
    about: 'With the value production, a missing DISCORD_TOKEN is an error instead of the preview.',
    schema: z.enum(['production', 'development', 'test']),
    must: 'one of production, development, test',
    example: 'production',
  },
  DISCORD_API_URL: {
    about: "For development: another server that speaks Discord's API. Default: Discord.",
    schema: httpUrl,
    must: 'an http(s) address',
    example: 'https://discord.com/api',
  },
  DISCORD_OPENAPI: {
    about:
      "For development: Discord's OpenAPI document; the preview then checks every request of the bot against it.",
    schema: z.string().refine((file) => existsSync(file)),
    must: "the path of Discord's OpenAPI document",
    example: 'openapi.json',
  },
} satisfies Record<string, Variable>
