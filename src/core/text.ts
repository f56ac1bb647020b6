/**
 * Escapes what Discord would read as markdown, a mention, a link or a heading, so that text from outside is shown as
 * it was written. Emphasis, code, spoilers, links and `<…>` anywhere; `#`, `-`, `+` and numbered lists at a line's start.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\*_~`|<>[\]]/g, '\\$&')
    .replace(/^([^\S\r\n\u2028\u2029]*)([#+-])/gm, '$1\\$2')
    .replace(/^([^\S\r\n\u2028\u2029]*\d{1,12})\./gm, '$1\\.')
    .replace(/@(?=everyone|here)/g, '@\u200b')
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/**
 * At most `max` UTF-16 units, the way Discord counts. What is cut ends in "…"; characters that people see as one
 * (surrogate pairs, combining marks, joined emoji) stay whole or go.
 */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text
  if (max < 1) return ''
  // Segment only around the cut: texts can be long.
  const start = Math.max(0, max - 64)
  let end = start
  for (const { index, segment } of graphemes.segment(text.slice(start, max + 64))) {
    if (start + index + segment.length > max - 1) break
    end = start + index + segment.length
  }
  const cut = text.slice(0, end).trimEnd()
  return `${isHighSurrogate(cut.charCodeAt(cut.length - 1)) ? cut.slice(0, -1) : cut}…`
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

/** A masked link; the label is escaped, and the address can neither end the link early nor break the line. */
export function markdownLink(label: string, url: string): string {
  return `[${escapeMarkdown(label)}](${encodeLink(url)})`
}

function encodeLink(url: string): string {
  return url.replace(
    /[()<>\s\\|*_~`]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}

/** A Discord timestamp, shown in the reader's own time zone: `R` relative, `d` date, `f` date and time. */
export function timestamp(ms: number, style: 'R' | 'd' | 'D' | 'f' = 'R'): string {
  return `<t:${Math.floor(ms / 1000)}:${style}>`
}

/**
 * What fills the gaps of a message, escaped: it may come from outside. Addresses stay as they are, so that they can be
 * followed, and so do mentions of channels and roles.
 */
export function escapeParams(params: Record<string, string | number>): Record<string, string | number> {
  const plain = /^(?:https?:\/\/[^\s<>[\]()*`|\\]+|<(?:#|@&)\d+>)$/
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'number' || plain.test(value) ? value : escapeMarkdown(value),
    ]),
  )
}

/** Text without the user names and passwords of addresses in it. */
export function hideCredentials(text: string): string {
  return text.replace(/(?<=:\/\/)[^/\s@]*@/g, '')
}

/** A text as markdown with some stretches (in order, apart from each other) in bold, everything else escaped. */
export function boldSpans(text: string, spans: readonly { start: number; end: number }[]): string {
  let marked = ''
  let from = 0
  for (const { start, end } of spans) {
    marked += `${escapeMarkdown(text.slice(from, start))}**${escapeMarkdown(text.slice(start, end))}**`
    from = end
  }
  return marked + escapeMarkdown(text.slice(from))
}
