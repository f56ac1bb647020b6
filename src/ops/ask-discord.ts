import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'

const timeoutMs = 10_000
/** A longer wait is a failure. */
const longestWaitMs = 10_000
const attempts = 3

export interface Answer<Value> {
  /** Of HTTP; 0 when Discord did not answer. */
  status: number
  /** Undefined when Discord refused, or answered what it should not. */
  value: Value | undefined
  /** What time Discord says it is (ms); NaN when it does not. */
  date: number
}

export type AskDiscord = <Schema extends z.ZodType>(
  path: string,
  schema: Schema,
) => Promise<Answer<z.output<Schema>>>

/** Asks Discord's REST API, as the bot, and waits where Discord says so. */
export function createAskDiscord(apiUrl: string, token: string): AskDiscord {
  return async (path, schema) => {
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(`${apiUrl}/v10${path}`, {
        headers: { authorization: `Bot ${token}` },
        signal: AbortSignal.timeout(timeoutMs),
      }).catch(() => undefined)
      if (!response) return { status: 0, value: undefined, date: Number.NaN }
      const { status } = response
      const date = Date.parse(response.headers.get('date') ?? '')
      const waitMs = Number(response.headers.get('retry-after')) * 1000
      const body: unknown = await response.json().catch(() => undefined)
      if (status === 429 && attempt < attempts && waitMs <= longestWaitMs) {
        await sleep(waitMs)
        continue
      }
      const parsed = response.ok ? schema.safeParse(body) : undefined
      return { status, value: parsed?.data, date }
    }
  }
}
