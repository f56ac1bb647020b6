import { type Bar, describeBars, renderBarChart } from '../../src/charts/bar-chart.js'
import { dayAt, startOfDay } from '../../src/core/calendar-day.js'
import type { Actor } from '../../src/core/command.js'
import { accent } from '../../src/core/render-article.js'
import type { Embed, ReplyFile } from '../../src/core/reply.js'

const daysShown = 14

/** Each row of the chart, with the sign that stands for its colour in words. */
const read = { colour: accent, mark: '🟦' }
const posted = { colour: 0xf4900c, mark: '🟧' }

export interface Days {
  zone: string
  /** When each begins (ms), oldest first; the last is today. */
  starts: readonly number[]
  today: number
}

/** The last days up to today by the clocks of a time zone. */
export function lastDays(now: number, zone: string): Days {
  const [year, month, day] = dayAt(now, zone)
  const starts = Array.from({ length: daysShown }, (_, i) =>
    startOfDay([year, month, day - (daysShown - 1 - i)], zone),
  )
  return { zone, starts, today: startOfDay([year, month, day], zone) }
}

interface Counts {
  read: readonly number[]
  posted: readonly number[]
}

/** The chart of these days, and its legend; neither before anything was read or posted. */
export function drawDays(
  days: Days,
  counts: Counts,
  { t }: Actor,
): { fields: Embed['fields'] & object; files: ReplyFile[] } {
  const bars = { read: barsOf(counts.read, days), posted: barsOf(counts.posted, days) }
  const described = { read: describeBars(bars.read), posted: describeBars(bars.posted) }
  if (!described.read?.total && !described.posted?.total) return { fields: [], files: [] }
  const value = t('status.daysValue', {
    read: described.read?.total ?? 0,
    readMark: read.mark,
    posted: described.posted?.total ?? 0,
    postedMark: posted.mark,
  })
  const picture = renderBarChart([
    { bars: bars.read, colour: read.colour },
    { bars: bars.posted, colour: posted.colour },
  ])
  const description = t('status.chart', {
    first: bars.read[0]?.label ?? '',
    last: bars.read.at(-1)?.label ?? '',
    ...numbersOf('read', described.read),
    ...numbersOf('posted', described.posted),
  })
  return {
    fields: [{ name: t('status.days', { days: daysShown }), value }],
    files: [{ name: 'activity.png', data: picture, description }],
  }
}

function barsOf(counts: readonly number[], { starts, zone }: Days): Bar[] {
  return starts.map((start, i) => {
    const [, month, day] = dayAt(start, zone)
    return { count: counts[i] ?? 0, label: `${day}.${month}` }
  })
}

/** The parameters that a message names a row's numbers by. */
function numbersOf(row: keyof Counts, described: ReturnType<typeof describeBars>) {
  return {
    [row]: described?.total ?? 0,
    [`${row}MostAt`]: described?.highestAt ?? '',
    [`${row}Most`]: described?.highest ?? 0,
    [`${row}Latest`]: described?.latest ?? 0,
  }
}
