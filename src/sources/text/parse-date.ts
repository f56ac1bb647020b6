/**
 * Month names as the beginning of a word, without accents, in the languages whose feeds write them out. Longer
 * beginnings stand first where two months share letters.
 */
const months: readonly (readonly [number, RegExp])[] = [
  [6, /^(jun|juin|giu|haziran|czerw|июн|ιουν|iun)/],
  [7, /^(jul|juil|lug|temmuz|lip|июл|ιουλ|iul)/],
  [1, /^(jan|jän|ene|gen|jaan|styc|sty\b|янв|ιαν|ian|oca)/],
  [2, /^(feb|fev|fév|lut|фев|φεβ|sub)/],
  [3, /^(mar|mär|maer|mrt|мар|μαρ)/],
  [4, /^(apr|abr|avr|kwi|апр|απρ|nis)/],
  [5, /^(may|mai|mag|maj|mei|маи|мая|μαι|μαϊ)/],
  [8, /^(aug|ago|aou|sie|авг|αυγ|agu)/],
  [9, /^(sep|set|wrz|szept|сен|σεπ|eyl)/],
  [10, /^(oct|okt|ott|out|paz|окт|οκτ|eki)/],
  [11, /^(nov|nob|lis|ноя|νοε|kas)/],
  [12, /^(dec|dez|dic|déc|gru|дек|δεκ|ara)/],
]

/** Minutes east of UTC. The North American names follow RFC 5322; the others are what feeds use. */
const zones: Readonly<Record<string, number>> = {
  ...{
    ut: 0,
    utc: 0,
    gmt: 0,
    z: 0,
    wet: 0,
    west: 60,
    bst: 60,
    ist: 330,
    hkt: 480,
    sgt: 480,
    jst: 540,
    kst: 540,
  },
  ...{ est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480, pdt: -420 },
  ...{ at: -240, et: -300, ct: -360, mt: -420, pt: -480, ast: -240, akst: -540, hst: -600, nst: -210 },
  ...{ cet: 60, met: 60, mez: 60, cest: 120, mest: 120, mesz: 120, eet: 120, eest: 180, msk: 180, trt: 180 },
  ...{ aest: 600, aedt: 660, acst: 570, awst: 480, nzst: 720, nzdt: 780, brt: -180, art: -180 },
}

/** Korean is written in one time zone, so a time in Korean words needs none. */
const koreanMinutes = 540

interface Day {
  year: number
  month: number
  day: number
}

/** How a date may begin. Each pattern names its parts; what follows it is read as a time. */
const datePatterns: readonly RegExp[] = [
  /^(?<y>\d{4})(?<m>\d\d)(?<d>\d\d)(?=T|\s|$)/i,
  /^(?<y>\d{4})\s*[年년]\s*(?<m>\d{1,2})\s*[月월]\s*(?:(?<d>\d{1,2})\s*[日일号]?)?/,
  /^(?<y>\d{4})([-/.])(?<m>\d{1,2}|\p{L}+)\2(?<d>\d{1,3})(?!\d|[-/.]\d)\.?/u,
  /^(?<y>\d{4})-(?<m>\d\d)$/,
  /^(?<y>\d{4})$/,
  /^(?<d>\d{1,2})(?:st|nd|rd|th|er|º|\.)?(?:\s|-|\bde\b|\bof\b)*(?<m>\p{L}{3,})\.?,?(?:\s|-|\bde\b)*(?<y>\d{4}|\d{2})(?!\d|:)(?:\s*г\.?(?!\p{L}))?/iu,
  /^(?<m>\p{L}{3,})\.?\s*(?<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<y>\d{4})(?!\d|:)/iu,
  /^(?<a>\d{1,2})(?<sep>[/.-])(?<b>\d{1,2})\k<sep>(?<y>\d{4})(?!\d)/,
]
/** asctime and its relatives put the year last: `Jan  4 16:29:06 +0000 2004`. */
const yearLast = /^(\p{L}{3,})\s+(\d{1,2})\s+(\d{1,2}:\d\d(?::\d\d)?)\s*(\S+)?\s+(\d{4})$/iu
const timePattern =
  /^(?:at|um|à|T|,|-|\s)*(?<am>上午|下午|오전|오후|[ap]\.?m\.?)?\s*(?:(?<hms>\d{6}|\d{4})(?!\d)|(?<h>\d{1,2})(?:[:.时点시](?<mi>\d\d)(?:[:.分](?<s>\d\d)(?:[.,]\d+)?)?)?分?)\s*(?<pm>[ap]\.?m\b\.?)?\s*(?<zone>.*)$/i
const zonePattern = /^(?<name>[a-z]{1,5})?\s*(?:(?<sign>[+-])(?<h>\d{1,2}):?(?<m>\d\d)?)?$/i

/**
 * ms since the epoch of a date as feeds, pages and people write it, or null. A time without a zone is read as UTC
 * whatever zone the host has, in Korean as Korean time; a day without a time as its midnight. Years outside 1970 to
 * 2100 are refused: they are placeholders and typing errors.
 */
export function parseDate(text: string): number | null {
  const raw = text.slice(0, 200).normalize('NFKC').replace(/\s+/g, ' ').trim().slice(0, 100)
  if (/^\d{10}(\d{3})?$/.test(raw)) return inRange(Number(raw) * (raw.length === 10 ? 1000 : 1))
  const date = raw.replace(/\s*\([^()]*\)$/, '')
  const zone = /[년월일오전후]/.test(date) ? koreanMinutes : 0
  // The first word is dropped only when the whole cannot be read: "mar. 16 avril" is a Tuesday, "Mar 16" is not.
  return readDate(date, zone) ?? readDate(date.replace(/^\p{L}+\.?,?\s*(?=[\d\p{L}])/u, ''), zone)
}

/** `zone` is where a time without a zone is read, in minutes east of UTC. */
function readDate(date: string, zone: number): number | null {
  const last = yearLast.exec(date)
  if (last) return readDate(`${last[2]} ${last[1]} ${last[5]} ${last[3]} ${last[4] ?? ''}`.trim(), zone)
  for (const pattern of datePatterns) {
    const match = pattern.exec(date)
    const day = match?.groups && readDay(match.groups)
    if (day) return atTime(day, date.slice(match[0].length).trim(), zone)
  }
  return null
}

/** An epoch in seconds or milliseconds, or a date in words; null for anything else. */
export function parseTimestamp(value: unknown): number | null {
  if (typeof value === 'string') return parseDate(value)
  // Seconds reach 1e11 only in the year 5138, milliseconds passed it in 1973.
  if (typeof value === 'number') return inRange(Math.abs(value) < 1e11 ? value * 1000 : value)
  return null
}

function readDay(parts: Record<string, string | undefined>): Day | null {
  const year = Number(parts.y) + (parts.y?.length === 2 ? (Number(parts.y) < 70 ? 2000 : 1900) : 0)
  if (parts.a !== undefined) {
    const [a, b] = [Number(parts.a), Number(parts.b)]
    // 04/16/2024 is American and 16/04/2024 is not; where both read, dots are European and slashes American.
    const dayFirst = a > 12 || (b <= 12 && parts.sep !== '/')
    return dayFirst ? { year, month: b, day: a } : { year, month: a, day: b }
  }
  const month = parts.m === undefined ? 1 : monthNumber(parts.m)
  return month === null ? null : { year, month, day: Number(parts.d ?? 1) }
}

function monthNumber(text: string): number | null {
  if (/^\d+$/.test(text)) return Number(text)
  const word = text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
  return months.find(([, start]) => start.test(word))?.[0] ?? null
}

function atTime({ year, month, day }: Day, rest: string, zone: number): number | null {
  const midnight = Date.UTC(year, month - 1, day)
  const exists = month >= 1 && month <= 12 && day >= 1 && new Date(midnight).getUTCDate() === day
  if (!exists) return null
  if (rest === '') return inRange(midnight)
  const parts = timePattern.exec(rest)?.groups
  if (!parts) return null
  const half = parts.pm ?? parts.am
  const [h, mi, s] = parts.hms?.match(/\d\d/g) ?? [parts.h, parts.mi, parts.s]
  if (mi === undefined && half === undefined) return null
  const hour = hourOf(Number(h), half)
  const [minute, second] = [Number(mi ?? 0), Number(s ?? 0)]
  const offset = parts.zone ? zoneMinutes(parts.zone.trim()) : zone
  const isDayEnd = hour === 24 && minute === 0 && second === 0
  if ((hour > 23 && !isDayEnd) || minute > 59 || second > 60 || offset === null) return null
  return inRange(midnight + ((hour * 60 + minute - offset) * 60 + second) * 1000)
}

/** A 24-hour clock that also says PM ("21:51 PM") already counts past noon. */
function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour
  const afternoon = /^(p|下午|오후)/i.test(half)
  return (hour % 12) + (afternoon ? 12 : 0)
}

function zoneMinutes(zone: string): number | null {
  if (zone === '') return 0
  const parts = zonePattern.exec(zone.replace(/^Etc\//i, ''))?.groups
  if (!parts) return null
  const { name, sign, h, m } = parts
  if (sign === undefined) {
    // A zone we do not know is read as UTC; a word in lower case is no zone.
    const isZone = name !== undefined && (name === name.toUpperCase() || name.toLowerCase() in zones)
    return isZone ? (zones[name.toLowerCase()] ?? 0) : null
  }
  const minutes = Number(h) * 60 + Number(m ?? 0)
  return minutes > 14 * 60 || Number(m ?? 0) > 59 ? null : sign === '-' ? -minutes : minutes
}

function inRange(time: number): number | null {
  return time >= 0 && time < Date.UTC(2101, 0) ? Math.trunc(time) : null
}
