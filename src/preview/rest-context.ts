import type { HttpBindings } from '@hono/node-server'
import type { Context, Hono } from 'hono'
import type { Interactions } from './interactions.js'
import type { LocalFile } from './objects.js'
import type { createRateLimiter } from './rate-limits.js'
import type { State } from './state.js'

/** What the routes work on. */
export interface RestContext {
  state: State
  interactions: Interactions
  /** Absent when rate limits are switched off. */
  limiter?: ReturnType<typeof createRateLimiter>
  /** How many shards are recommended to bots. */
  shards: number
  /** Where this server is reached, such as `http://127.0.0.1:8080`. */
  baseUrl(): string
}

/** The parsed request that the middleware hands to the routes. */
export interface RestEnv {
  Bindings: HttpBindings
  Variables: { body: unknown; files: LocalFile[] }
}

export type RestApp = Hono<RestEnv>
export type RestCall = Context<RestEnv>
