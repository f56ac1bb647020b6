import { escapeMarkdown, markdownLink, truncate } from '../../core/text.js'
import type { Line, Link, Run, Sign } from './markdown-lines.js'
import { linkTarget, namesOtherSite } from './safe-link.js'

/** Room for the sign that a text goes on. */
const endingLength = 2
/** A text is cut at the end of a sentence when that leaves this share of what there is room for. */
const minSentences = 0.6
/** Longer words are cut where the room ends. */
const longestWord = 30
/** An address in a text, without what ends the sentence around it. */
const address =
  /\bhttps?:\/\/[\w\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}/.~:?#@!$&'()*+,;=%-]*[\w\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}/~#@$&+=%-]/giu
/** A word or the space after it. Languages without spaces end their sentences with signs of their own. */
const word = /\s+|[^\s。！？]+[。！？]*[”’」』）)]*|[。！？]+[”’」』）)]*/gu
const sentenceEnd = /(?:[\p{L}\p{M}]{3}|[\p{N}%)\]”’"»])[.!?…]+\\?[)\]”’"»]*$|[。！？][”’」』）)]*$/u

/** A place where a text may end. */
interface End {
  length: number
  closing: string
}

/**
 * Lines as Discord's markdown of at most `maxLength` UTF-16 units. Nothing in their words can become a mention, a
 * spoiler or any other sign. What is too long ends at a sentence or a word, with "…" and every emphasis closed.
 */
export function writeMarkdown(lines: readonly Line[], maxLength: number): string {
  const writer = new MarkdownWriter(maxLength)
  return lines.every((line) => writer.line(line)) ? writer.whole() : writer.cut()
}

class MarkdownWriter {
  private out = ''
  private open: readonly Sign[] = []
  private current: Line | null = null
  /** What stands before the first word of a line, and is written with it; null once it was. */
  private start: string | null = null
  private wordEnd: End | null = null
  private sentenceEnd: End | null = null

  constructor(private readonly maxLength: number) {}

  whole(): string {
    return this.out
  }

  /** What was written so far, up to where a reader would stop. */
  cut(): string {
    const [sentence, last] = [this.sentenceEnd, this.wordEnd]
    if (sentence && sentence.length >= this.maxLength * minSentences)
      return `${this.out.slice(0, sentence.length)}${sentence.closing} …`
    return last ? `${this.out.slice(0, last.length)}…${last.closing}` : ''
  }

  /** Writes a line; false when it did not fit as a whole. */
  line(line: Line): boolean {
    this.start = startOf(line, this.current)
    this.current = line
    const fitted =
      line.kind === 'code' ? this.codeBlock(line) : groupsOf(line).every((runs) => this.group(runs))
    if (!fitted) return false
    this.out += closing(this.open)
    this.open = []
    this.noteEnd(true)
    return true
  }

  /** Runs of one link, or a single run. */
  private group(runs: readonly Run[]): boolean {
    const [{ link, signs, isCode }] = runs as [Run]
    const text = runs.map((run) => run.text).join('')
    if (link !== null) return this.link(text, link, signs)
    return isCode ? this.code(text) : this.text(text, signs)
  }

  /** Words that name another address than the link's stand beside it: the link itself shows where it leads. */
  private link(label: string, { url }: Link, signs: readonly Sign[]): boolean {
    if (namesOtherSite(label, url))
      return this.text(`${label} `, signs) && this.put(masked(new URL(url).hostname, url), signs)
    // Discord does not mask a link whose words hold an address.
    if (this.put(masked(label.replace(/\b\w+:\/\//g, ''), url), signs)) return true
    this.text(label, signs)
    return false
  }

  private code(text: string): boolean {
    return text.includes('`') ? this.text(text, []) : this.put(`\`${inertCode(text)}\``, [])
  }

  private text(text: string, signs: readonly Sign[]): boolean {
    let from = 0
    for (const match of text.matchAll(address)) {
      const url = linkTarget(match[0], null)
      if (url === null) continue
      // In angle brackets Discord draws no card. Signs around it would be looked for inside the address too.
      if (!this.words(text.slice(from, match.index), signs) || !this.put(`<${url}>`, [])) return false
      from = match.index + match[0].length
    }
    return this.words(text.slice(from), signs)
  }

  private words(text: string, signs: readonly Sign[]): boolean {
    for (const part of escapeText(text, this.start !== null).match(word) ?? []) {
      const isSpace = part.trim() === ''
      if (!this.put(part, isSpace ? signs.filter((sign) => this.open.includes(sign)) : signs))
        return this.partOf(part, signs)
      if (!isSpace) this.noteEnd(sentenceEnd.test(part))
    }
    return true
  }

  /** As much of a long word as fits. Always false: it is not the whole. */
  private partOf(part: string, signs: readonly Sign[]): false {
    if (part.length <= longestWord) return false
    const start = truncate(part, this.roomFor(signs)).slice(0, -1)
    // The cut may part a sign from its backslash.
    const whole = start.slice(0, start.length - (trailingSlashes(start) % 2))
    if (whole !== '' && this.put(whole, signs)) this.noteEnd(false)
    return false
  }

  private codeBlock({ runs, start: language }: Line): boolean {
    const before = `${this.start}\`\`\`${language}\n`
    const after = '\n```'
    const text = runs.map((run) => run.text).join('')
    const source = inertCode(text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd())
    const room = this.maxLength - endingLength - this.out.length - before.length - after.length
    const fitting = source.length <= room ? source : source.slice(0, source.lastIndexOf('\n', room))
    if (source.length > room && source.lastIndexOf('\n', room) < 1) return false
    this.out += before + fitting + after
    this.start = null
    this.noteEnd(true)
    return fitting === source
  }

  /** Writes a piece that stays whole; false when it does not fit, and then nothing is written. */
  private put(piece: string, wanted: readonly Sign[]): boolean {
    if (piece.length > this.roomFor(wanted)) return false
    const { kept, opened } = this.change(wanted)
    const closed = closing(this.open.slice(kept.length))
    const space = closed !== '' && this.out.endsWith(' ') ? ' ' : ''
    const body = this.out.slice(0, this.out.length - space.length)
    this.out = `${body}${closed}${space}${this.start ?? ''}${opened.join('')}${piece}`
    this.open = [...kept, ...opened]
    this.start = null
    return true
  }

  /** Which open signs stay, and which are added to them, for words that want these. */
  private change(wanted: readonly Sign[]): { kept: readonly Sign[]; opened: readonly Sign[] } {
    const firstClosed = this.open.findIndex((sign) => !wanted.includes(sign))
    if (firstClosed < 0)
      return { kept: this.open, opened: wanted.filter((sign) => !this.open.includes(sign)) }
    const kept = this.open.slice(0, firstClosed)
    // Signs that touch are read as other signs: "**a***b*".
    const opened = this.out.endsWith(' ') ? wanted.filter((sign) => !kept.includes(sign)) : []
    return { kept, opened }
  }

  private roomFor(wanted: readonly Sign[]): number {
    // What is opened must be closed too.
    const signs = closing(this.open).length + 2 * closing(this.change(wanted).opened).length
    const start = this.start?.length ?? 0
    return Math.max(0, this.maxLength - endingLength - this.out.length - start - signs)
  }

  /** A text never ends with a heading of what is not there any more. */
  private noteEnd(isSentence: boolean): void {
    if (this.current?.kind === 'heading') return
    this.wordEnd = { length: this.out.length, closing: closing(this.open) }
    if (isSentence) this.sentenceEnd = this.wordEnd
  }
}

function closing(signs: readonly Sign[]): string {
  return signs.toReversed().join('')
}

/** The break before a line, and its own sign. */
function startOf({ gap, isQuoted, kind, start }: Line, before: Line | null): string {
  const own = (isQuoted ? '> ' : '') + (kind === 'code' ? '' : start)
  if (before === null) return own
  const isClose = gap === 1 || before.kind === 'heading' || (before.kind === 'item' && kind === 'item')
  if (isClose) return `\n${own}`
  return isQuoted && before.isQuoted ? `\n> \n${own}` : `\n\n${own}`
}

/** The runs of a line, those of one link together. */
function groupsOf({ runs }: Line): Run[][] {
  const groups: Run[][] = []
  for (const run of runs) {
    const last = groups.at(-1)
    if (last && run.link !== null && last[0]?.link === run.link) last.push(run)
    else groups.push([run])
  }
  return groups
}

/** A link whose label is escaped as all words here are. */
function masked(label: string, url: string): string {
  return `[${escapeText(label, false)}${markdownLink('', url).slice(1)}`
}

/** Addresses of apps and invitations would be links and cards without any sign; those of the web were taken out before. */
function escapeText(text: string, isLineStart: boolean): string {
  const escaped = isLineStart ? escapeMarkdown(text) : escapeMarkdown(`.${text}`).slice(1)
  return escaped.replaceAll('://', '\\://').replace(/(discord(?:app)?)\.(?=(?:gg|gift|new|com)\b)/gi, '$1\\.')
}

/** In code nothing can be escaped: a character without width parts what would be a sign. */
function inertCode(text: string): string {
  return text
    .replace(/`(?=``)/g, '`\u200b')
    .replace(/@(?=everyone|here|[!&]?\d)/g, '@\u200b')
    .replace(/(discord(?:app)?)(?=\.(?:gg|gift|new|com)\b)/gi, '$1\u200b')
}

function trailingSlashes(text: string): number {
  return /\\*$/.exec(text)?.[0].length ?? 0
}
