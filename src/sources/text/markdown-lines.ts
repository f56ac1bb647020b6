import { cleanText } from './clean-text.js'
import { linkTarget } from './safe-link.js'
import { blocks, type HtmlVisitor } from './visible-html.js'

/** Discord's signs of bold, underline, strike and italic, in the order in which they are opened. */
export const signs = ['**', '__', '~~', '*'] as const
export type Sign = (typeof signs)[number]

export interface Link {
  url: string
}

/** Words of one line that look the same. */
export interface Run {
  text: string
  signs: readonly Sign[]
  /** Each link of the source is an object of its own: two of them side by side stay two. */
  link: Link | null
  isCode: boolean
}

export interface Line {
  kind: 'text' | 'heading' | 'item' | 'code'
  /** Line breaks before it: 1 or 2. */
  gap: number
  isQuoted: boolean
  /** What stands before the words: a heading's signs, a bullet, an indent; for code its language. */
  start: string
  runs: Run[]
}

const signOf: Readonly<Record<string, Sign>> = {
  ...{ b: '**', strong: '**', u: '__', ins: '__', s: '~~', strike: '~~', del: '~~' },
  ...{ i: '*', em: '*', cite: '*', dfn: '*', var: '*' },
}
const codeNames = new Set(['code', 'kbd', 'samp', 'tt'])
const emoji = /^[\p{Extended_Pictographic}\p{Emoji_Component}]{1,20}$/u
const languageClass = /(?:^|\s)(?:lang|language|highlight-source)-([\w+#-]{1,20})(?=\s|$)/i
/** Deeper lists stay at this level, so that no indent fills a line. */
const maxLevel = 3
/** Spaces per character that is shown: a text of millions of them is not looked through to its end. */
const maxSpaces = 50

/** Collects the lines of HTML as Discord can show them, and has enough beyond `maxLength` characters. */
export class MarkdownLines implements HtmlVisitor {
  readonly lines: Line[] = []
  private length = 0
  /** Line breaks owed before the next word. */
  private breaks = 2
  private hasSpace = false
  private readonly openSigns: Sign[] = []
  private link: Link | null = null
  private codeDepth = 0
  private preDepth = 0
  private quoteDepth = 0
  private headingLevel = 0
  private cells = 0
  private language = ''
  /** Of each list around: the number of its next item, null where items have bullets. */
  private readonly lists: (number | null)[] = []
  private bullet = ''

  constructor(
    private readonly base: string | null,
    private readonly maxLength: number,
  ) {}

  isFull(): boolean {
    return this.length > this.maxLength
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    const sign = signOf[name]
    if (sign) this.openSigns.push(sign)
    else if (codeNames.has(name)) this.openCode(attributes)
    else if (name === 'a') this.link = linkOf(attributes.href, this.base)
    else if (name === 'img') this.picture(attributes.alt ?? '')
    else if (name === 'br') this.lineBreak()
    else if (name === 'li') this.item()
    else if (name === 'td' || name === 'th') this.cell()
    else if (name === 'tr') this.row()
    else if (blocks.has(name)) this.openBlock(name, attributes)
  }

  close(name: string): void {
    const sign = signOf[name]
    if (sign) this.openSigns.splice(this.openSigns.lastIndexOf(sign), 1)
    else if (codeNames.has(name)) this.codeDepth--
    else if (name === 'a') this.link = null
    else if (name === 'li') this.closeItem()
    else if (name === 'tr') this.owe(1)
    else if (blocks.has(name)) this.closeBlock(name)
  }

  text(data: string): void {
    if (this.preDepth > 0) this.codeText(data)
    else {
      const beginning = data.slice(0, this.maxLength * maxSpaces)
      this.words(cleanText(beginning.replace(/\s+/g, ' ').slice(0, this.maxLength + 1)).replace(/ +/g, ' '))
    }
  }

  private words(words: string): void {
    const body = words.trim()
    if (body !== '') {
      const line = this.currentLine()
      if (line.runs.length > 0 && (this.hasSpace || words.startsWith(' '))) this.addSpace(line)
      this.add(line, { text: body, ...this.style() })
      this.hasSpace = words.endsWith(' ')
    } else this.hasSpace ||= words !== ''
  }

  private style(): Omit<Run, 'text'> {
    const isCode = this.codeDepth > 0 && this.link === null
    // In code signs are letters like any other.
    const open = isCode ? [] : signs.filter((sign) => this.openSigns.includes(sign))
    return { signs: open, link: this.link, isCode }
  }

  /** A space looks like the words on both sides of it, so that no sign stands between a word and its space. */
  private addSpace(line: Line): void {
    const before = line.runs.at(-1)
    const after = this.style()
    this.add(line, {
      text: ' ',
      signs: after.signs.filter((sign) => before?.signs.includes(sign)),
      link: before?.link === after.link ? after.link : null,
      isCode: after.isCode && before?.isCode === true,
    })
  }

  private add({ runs }: Line, run: Run): void {
    const last = runs.at(-1)
    if (last && looksSame(last, run)) last.text += run.text
    else runs.push(run)
    this.length += run.text.length
  }

  private currentLine(): Line {
    const last = this.lines.at(-1)
    if (last && this.breaks === 0) return last
    const line = this.newLine()
    this.lines.push(line)
    this.breaks = 0
    this.hasSpace = false
    this.bullet = ''
    return line
  }

  private newLine(): Line {
    const base = { gap: this.breaks, isQuoted: this.quoteDepth > 0, runs: [] }
    const indent = '  '.repeat(Math.min(this.lists.length, maxLevel))
    if (this.bullet !== '') return { ...base, kind: 'item', start: indent.slice(2) + this.bullet }
    if (this.lists.length > 0) return { ...base, kind: 'item', start: indent }
    // Discord knows three levels.
    if (this.headingLevel > 0)
      return { ...base, kind: 'heading', start: `${'#'.repeat(Math.min(this.headingLevel, 3))} ` }
    return { ...base, kind: 'text', start: '' }
  }

  private owe(breaks: number): void {
    this.breaks = Math.max(this.breaks, breaks)
    this.hasSpace = false
  }

  private openBlock(name: string, attributes: Readonly<Record<string, string>>): void {
    this.owe(this.lists.length > 0 ? 1 : 2)
    if (name === 'ul') this.lists.push(null)
    else if (name === 'ol')
      this.lists.push(/^\d{1,6}$/.test(attributes.start ?? '') ? Number(attributes.start) : 1)
    else if (name === 'blockquote') this.quoteDepth++
    else if (name === 'pre') {
      this.preDepth++
      this.language = languageOf(attributes)
    } else if (/^h[1-6]$/.test(name)) this.headingLevel = Number(name[1])
  }

  private closeBlock(name: string): void {
    if (name === 'ul' || name === 'ol') this.lists.pop()
    else if (name === 'blockquote') this.quoteDepth--
    else if (name === 'pre') this.preDepth--
    else if (/^h[1-6]$/.test(name)) this.headingLevel = 0
    this.owe(this.lists.length > 0 ? 1 : 2)
  }

  /** A heading is one line. */
  private lineBreak(): void {
    if (this.preDepth > 0) this.codeText('\n')
    else if (this.headingLevel > 0) this.hasSpace = true
    else this.breaks = Math.min(this.breaks + 1, 2)
  }

  private item(): void {
    this.owe(1)
    const number = this.lists.at(-1) ?? null
    this.bullet = number === null ? '- ' : `${number}. `
    if (number !== null) this.lists[this.lists.length - 1] = number + 1
  }

  private closeItem(): void {
    this.owe(1)
    this.bullet = ''
  }

  private row(): void {
    this.owe(1)
    this.cells = 0
  }

  private cell(): void {
    if (this.cells++ > 0 && this.breaks === 0) this.words(' · ')
    this.hasSpace = true
  }

  /** Sites draw emoji as pictures; of a link around a picture its description is all that can be followed. */
  private picture(alt: string): void {
    if (this.link !== null || emoji.test(alt)) this.text(alt)
  }

  private openCode(attributes: Readonly<Record<string, string>>): void {
    this.codeDepth++
    this.language ||= languageOf(attributes)
  }

  private codeText(data: string): void {
    const text = cleanText(data.slice(0, this.maxLength + 1))
    const last = this.lines.at(-1)
    const isOpen = last?.kind === 'code' && this.breaks === 0
    if (!isOpen && text.trim() === '') return
    const line = isOpen ? last : this.currentLine()
    Object.assign(line, { kind: 'code', isQuoted: false, start: this.language })
    this.add(line, { text, signs: [], link: null, isCode: true })
  }
}

function linkOf(href: string | undefined, base: string | null): Link | null {
  const url = linkTarget(href, base)
  return url === null ? null : { url }
}

function languageOf(attributes: Readonly<Record<string, string>>): string {
  return languageClass.exec(attributes.class ?? '')?.[1]?.toLowerCase() ?? ''
}

function looksSame(one: Run, other: Run): boolean {
  return one.link === other.link && one.isCode === other.isCode && one.signs.join() === other.signs.join()
}
