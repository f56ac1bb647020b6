import type { PaceHints } from '../reading/pace.js'
import type { FeedNode } from './feed-tree.js'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const maxTtl = 365 * day
/** The syndication module of RSS 1.0, which WordPress writes into every feed. */
const periods: Readonly<Record<string, number>> = {
  hourly: hour,
  daily: day,
  weekly: 7 * day,
  monthly: 30 * day,
  yearly: 365 * day,
}
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** When a channel wants to be asked again. The hours and days of RSS are in GMT; 24 is its other name for 0. */
export function paceOf(channel: FeedNode): PaceHints {
  const skipHours = within(channel, 'skiphours', 'hour').flatMap((text) =>
    /^(1?\d|2[0-4]|0\d)$/.test(text) ? Number(text) % 24 : [],
  )
  const skipDays = within(channel, 'skipdays', 'day').flatMap((text) => {
    const index = days.indexOf(text.slice(0, 3).toLowerCase())
    return index < 0 ? [] : index
  })
  return { ttlMs: ttlOf(channel), skipHours: distinct(skipHours), skipDays: distinct(skipDays) }
}

/** RSS `ttl` in minutes, else so many times per period; a period without a number is meant once. */
function ttlOf(channel: FeedNode): number | null {
  const minutes = numberIn(textOf(channel, 'ttl'))
  if (minutes !== null) return Math.min(minutes * minute, maxTtl)
  const period = periods[textOf(channel, 'sy:updateperiod')?.toLowerCase() ?? '']
  if (period === undefined) return null
  return period / Math.max(numberIn(textOf(channel, 'sy:updatefrequency')) ?? 1, 1)
}

function numberIn(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) && Number(text) > 0 ? Number(text) : null
}

function textOf({ children }: FeedNode, wanted: string): string | undefined {
  return children.find(({ name }) => name === wanted)?.text.trim()
}

function within({ children }: FeedNode, list: string, entry: string): string[] {
  return children
    .filter(({ name }) => name === list)
    .flatMap((node) => node.children.filter(({ name }) => name === entry).map(({ text }) => text.trim()))
}

function distinct(numbers: number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b)
}
