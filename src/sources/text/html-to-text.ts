import { cleanText, cutText } from './clean-text.js'
import { blocks, type HtmlVisitor, walkVisible } from './visible-html.js'

/** Enough for a book chapter; what is longer is a dump. */
export const maxTextLength = 200_000
/** Of longer plain text only the beginning is looked at: what is kept of it is a fifth of this. */
export const maxReadLength = 1_000_000
/**
 * Plain text of an HTML fragment or page, block by block: one blank line between paragraphs, a line per list item,
 * break and table row, entities decoded, what a browser would not show dropped. Works in one pass without recursion;
 * elements named in `without` are left out; nesting beyond 500 and text beyond 200,000 characters end it, with what was read so far.
 */
export function htmlToText(html: string, without: ReadonlySet<string> = new Set()): string {
  const text = new TextBuilder()
  walkVisible(html, text, without)
  return text.finish()
}

/** Collects words and the breaks between them; a break counts only once words follow it. */
class TextBuilder implements HtmlVisitor {
  private readonly parts: string[] = []
  private length = 0
  /** Line breaks owed before the next word: 1 ends the line, 2 the paragraph. */
  private breaks = 0
  private space = false
  private bullet = false
  private listDepth = 0
  private cells = 0
  private preDepth = 0

  isFull(): boolean {
    return this.length > maxTextLength
  }

  open(name: string): void {
    if (name === 'pre') this.preDepth++
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
    if (name === 'pre' && this.preDepth > 0) this.preDepth--
    if (name === 'li') this.listDepth--
    if (name === 'li' || name === 'tr') this.break(1)
    else if (blocks.has(name)) this.break(this.listDepth > 0 ? 1 : 2)
  }

  text(data: string): void {
    if (this.preDepth > 0) {
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
