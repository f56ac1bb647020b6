import { Parser } from 'htmlparser2'
import { cleanText, cutText } from './clean-text.js'

/** Enough for a book chapter; what is longer is a dump. */
export const maxTextLength = 200_000
/** Of longer plain text only the beginning is looked at: what is kept of it is a fifth of this. */
export const maxReadLength = 1_000_000
/** Real pages stay below 100. htmlparser2 keeps open elements in an array it unshifts: deeper gets slow, then hangs. */
const maxDepth = 500

const blocks = new Set(
  'address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section summary table tbody tfoot thead ul video audio'.split(
    ' ',
  ),
)
const dropped = new Set(
  'script style noscript template head title iframe embed svg select button textarea input canvas map'.split(
    ' ',
  ),
)
const hiddenStyle =
  /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])/i

/** Thrown to leave htmlparser2 from inside a handler; it has no other way to stop at once. */
class StopParsing extends Error {}

/**
 * Plain text of an HTML fragment or page, block by block: one blank line between paragraphs, a line per list item,
 * break and table row, entities decoded, what a browser would not show dropped. Works in one pass without recursion;
 * elements named in `without` are left out; nesting beyond 500 and text beyond 200,000 characters end it, with what was read so far.
 */
export function htmlToText(html: string, without: ReadonlySet<string> = new Set()): string {
  const text = new TextBuilder()
  let depth = 0
  let hiddenFrom = 0
  let preDepth = 0
  const parser = new Parser({
    onopentag(name, attributes) {
      depth++
      if (depth > maxDepth || text.isFull) throw new StopParsing()
      if (hiddenFrom > 0) return
      if (
        dropped.has(name) ||
        without.has(name) ||
        'hidden' in attributes ||
        hiddenStyle.test(attributes.style ?? '')
      )
        hiddenFrom = depth
      else text.open(name)
      if (name === 'pre') preDepth++
    },
    ontext(data) {
      if (hiddenFrom === 0) text.add(data, preDepth > 0)
    },
    onclosetag(name) {
      if (hiddenFrom === 0) text.close(name)
      if (hiddenFrom === depth) hiddenFrom = 0
      if (name === 'pre' && preDepth > 0) preDepth--
      depth--
    },
  })
  parseAll(parser, html)
  return text.finish()
}

/** Feeds the parser to its end, or to where a handler stopped it. */
function parseAll(parser: Parser, html: string): void {
  try {
    parser.write(html.replaceAll('\0', ''))
    parser.end()
  } catch (error) {
    if (!(error instanceof StopParsing)) throw error
  }
}

/** Collects words and the breaks between them; a break counts only once words follow it. */
class TextBuilder {
  private readonly parts: string[] = []
  private length = 0
  /** Line breaks owed before the next word: 1 ends the line, 2 the paragraph. */
  private breaks = 0
  private space = false
  private bullet = false
  private listDepth = 0
  private cells = 0

  get isFull(): boolean {
    return this.length > maxTextLength
  }

  open(name: string): void {
    if (name === 'br') this.breaks = Math.min(this.breaks + 1, 2)
    else if (name === 'li') {
      this.listDepth++
      this.break(1)
      this.bullet = true
    } else if (name === 'tr') {
      this.break(1)
      this.cells = 0
    } else if (name === 'td' || name === 'th') this.cell()
    else if (blocks.has(name)) this.break(this.listDepth > 0 ? 1 : 2)
  }

  close(name: string): void {
    if (name === 'li') this.listDepth--
    if (name === 'li' || name === 'tr') this.break(1)
    else if (blocks.has(name)) this.break(this.listDepth > 0 ? 1 : 2)
  }

  add(data: string, preformatted: boolean): void {
    if (preformatted) {
      const lines = data.split('\n')
      lines.forEach((line, i) => {
        if (i > 0) this.breaks = Math.min(this.breaks + 1, 2)
        this.words(line)
      })
    } else this.words(data)
  }

  finish(): string {
    // Squeezed again: what is removed as unseen can leave long runs of spaces, on which patterns take for ever.
    const text = cleanText(this.parts.join('')).replace(/[^\S\n]+/g, ' ')
    return cutText(
      text
        .replace(/ ?\n ?/g, '\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim(),
      maxTextLength,
    )
  }

  private words(data: string): void {
    const words = data.replace(/\s+/g, ' ')
    const body = words.trim()
    if (body === '') {
      this.space ||= words !== ''
      return
    }
    if (this.length > 0 && this.breaks > 0) this.push('\n'.repeat(this.breaks))
    else if (this.length > 0 && (this.space || words.startsWith(' '))) this.push(' ')
    if (this.bullet) this.push('- ')
    this.push(body)
    this.breaks = 0
    this.bullet = false
    this.space = words.endsWith(' ')
  }

  private cell(): void {
    if (this.cells++ > 0 && this.breaks === 0) this.words(' | ')
    this.space = true
  }

  private break(count: number): void {
    this.breaks = Math.max(this.breaks, count)
    this.space = false
  }

  private push(part: string): void {
    this.parts.push(part)
    this.length += part.length
  }
}
