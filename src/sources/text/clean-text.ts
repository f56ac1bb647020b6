/**
 * Characters that a reader cannot see but a search or a language model can: controls, zero-width and bidirectional
 * marks, tag characters. Joiners stay where they shape visible text: in emoji, after combining marks, in Arabic.
 */
const controls = /(?![\n\t])\p{Cc}/gu
const unseen =
  /[\u{AD}\u{61C}\u{115F}\u{1160}\u{180E}\u{200B}\u{200E}\u{200F}\u{202A}-\u{202E}\u{2060}-\u{206F}\u{3164}\u{FEFF}\u{FFA0}\u{FFF9}-\u{FFFB}\u{E0000}-\u{E007F}]/gu
const strayJoiner =
  /(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{M}|\p{Script=Arabic}|\p{Script=Malayalam})\p{Join_Control}/gu
const loneSurrogate = /[\uD800-\uDFFF]/gu

/** Removes what cannot be seen and makes the string well-formed; line breaks become `\n`. Keeps other whitespace. */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?|[\u{85}\u{2028}\u{2029}]/gu, '\n')
    .replace(controls, '')
    .replace(unseen, '')
    .replace(strayJoiner, '')
    .replace(loneSurrogate, '\uFFFD')
}

/** The text on one line, clean, at most `max` characters. */
export function oneLine(text: string, max: number): string {
  return cutText(cleanText(text).replace(/\s+/g, ' ').trim(), max)
}

const longestWord = 100

/** At most `max` UTF-16 units, cut at a word where there is one near the end, never inside a character. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text
  const head = text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')
  // Only the end is searched: over a long text the pattern would try every space.
  const border = head.slice(-longestWord).search(/\s\S*$/)
  const word = border < 0 ? head : head.slice(0, Math.max(0, head.length - longestWord) + border)
  return `${(word.length > max * 0.8 ? word : head).trimEnd()}…`
}

/** Plain text as paragraphs: clean, spaces squeezed, one blank line between paragraphs, single breaks kept. */
export function plainParagraphs(text: string): string {
  return cleanText(text)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
