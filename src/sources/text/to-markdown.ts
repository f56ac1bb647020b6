import { MarkdownLines } from './markdown-lines.js'
import { writeMarkdown } from './markdown-writer.js'
import { walkVisible } from './visible-html.js'

export interface MarkdownOptions {
  /** Against which relative links resolve; with null they lose their target. */
  base: string | null
  /** UTF-16 units, as Discord counts. */
  maxLength: number
  /** Elements to leave out. */
  without?: ReadonlySet<string>
}

/**
 * The beginning of HTML as the markdown that Discord draws: emphasis, code, quotes, headings, lists and links as the
 * source marked them up, and nothing that it did not: no mention, spoiler, card or masked address can come of its
 * words. At most `maxLength` long, cut at the end of a sentence or word. One pass, no further than needed.
 */
export function htmlToMarkdown(html: string, { base, maxLength, without }: MarkdownOptions): string {
  const lines = new MarkdownLines(base, maxLength)
  walkVisible(html, lines, without)
  return writeMarkdown(lines.lines, maxLength)
}
