/**
 * Discord's message markdown as data. Drawing it is `markdown-view.ts`; nothing here knows HTML, so no text of a message
 * can ever become markup. Syntax: https://support.discord.com/hc/en-us/articles/210298617 and
 * https://docs.discord.com/developers/reference#message-formatting
 */
export type Inline =
  | { type: 'text'; text: string }
  | { type: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler'; children: Inline[] }
  | { type: 'code'; text: string }
  | { type: 'link'; url: string; children: Inline[] }
  | { type: 'user' | 'role' | 'channel'; id: string }
  | { type: 'command'; name: string }
  | { type: 'time'; unix: number; style: string }
  | { type: 'emoji'; name: string }

export type Block =
  | { type: 'paragraph' | 'subtext'; children: Inline[] }
  | { type: 'heading'; level: 1 | 2 | 3; children: Inline[] }
  | { type: 'list'; items: ListItem[] }
  | { type: 'quote'; blocks: Block[] }
  | { type: 'codeBlock'; text: string }

export interface ListItem {
  /** 0 for the outermost list. */
  level: number
  /** The number that is written, or null for a bullet. */
  number: number | null
  children: Inline[]
}

type Mark = 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler'
interface Frame {
  mark: Mark | null
  token: string
  children: Inline[]
}

const fence = /```(?:[\w+#.-]*\n)?([\s\S]*?)```/g

/** Blocks of a message, in order. Never throws; what is not syntax stays text. */
export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = []
  let last = 0
  for (const match of text.matchAll(fence)) {
    blocks.push(...parseLines(text.slice(last, match.index).replace(/\n$/, ''), true))
    blocks.push({ type: 'codeBlock', text: (match[1] ?? '').replace(/\n$/, '') })
    last = match.index + match[0].length
    if (text[last] === '\n') last++
  }
  blocks.push(...parseLines(text.slice(last), true))
  return blocks
}

/** Groups lines into blocks. Quotes do not nest, as in Discord. */
function parseLines(text: string, quotes: boolean): Block[] {
  if (!text) return []
  const blocks: Block[] = []
  const lines = text.split('\n')
  let paragraph: string[] = []
  const flush = () => {
    // A browser does not draw the last line break of a block; the empty line before the next one would be lost.
    if (paragraph.at(-1) === '') paragraph.push('')
    if (paragraph.length) blocks.push({ type: 'paragraph', children: parseInline(paragraph.join('\n')) })
    paragraph = []
  }
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? ''
    if (quotes && line.startsWith('>>> ')) {
      flush()
      const rest = [line.slice(4), ...lines.slice(i + 1)].join('\n')
      return [...blocks, { type: 'quote', blocks: parseLines(rest, false) }]
    }
    const taken = (quotes && takeQuote(lines, i)) || takeList(lines, i) || takeLine(line)
    if (!taken) {
      paragraph.push(line)
      continue
    }
    flush()
    blocks.push(taken.block)
    i += taken.lines - 1
  }
  flush()
  return blocks
}

interface Taken {
  block: Block
  lines: number
}

function takeQuote(lines: string[], start: number): Taken | null {
  let end = start
  while (lines[end]?.startsWith('> ')) end++
  if (end === start) return null
  const text = lines
    .slice(start, end)
    .map((line) => line.slice(2))
    .join('\n')
  return { block: { type: 'quote', blocks: parseLines(text, false) }, lines: end - start }
}

function takeList(lines: string[], start: number): Taken | null {
  const items: ListItem[] = []
  for (let i = start; i < lines.length; i++) {
    const match = /^( *)(?:[-*]|(\d{1,9})\.) +(\S.*)$/.exec(lines[i] ?? '')
    if (!match) break
    const level = Math.min(Math.ceil((match[1] ?? '').length / 2), 10)
    const number = match[2] === undefined ? null : Number(match[2])
    items.push({ level, number, children: parseInline(match[3] ?? '') })
  }
  return items.length ? { block: { type: 'list', items }, lines: items.length } : null
}

function takeLine(line: string): Taken | null {
  const subtext = /^-# +(\S.*)$/.exec(line)
  if (subtext) return { block: { type: 'subtext', children: parseInline(subtext[1] ?? '') }, lines: 1 }
  const heading = /^(#{1,3}) +(\S.*)$/.exec(line)
  if (!heading) return null
  const level = Math.min((heading[1] ?? '').length, 3) as 1 | 2 | 3
  return { block: { type: 'heading', level, children: parseInline(heading[2] ?? '') }, lines: 1 }
}

const marks: [string, Mark][] = [
  ['**', 'bold'],
  ['__', 'underline'],
  ['~~', 'strike'],
  ['||', 'spoiler'],
  ['*', 'italic'],
  ['_', 'italic'],
]
const wordBefore = /[\p{L}\p{N}]$/u
const wordAfter = /^[\p{L}\p{N}]/u

/** Inline nodes of one run of text; with `links` off, addresses stay text (for the label of a link). */
export function parseInline(text: string, links = true): Inline[] {
  const frames: Frame[] = [{ mark: null, token: '', children: [] }]
  let at = 0
  while (at < text.length) {
    const leaf = readLeaf(text, at, links)
    if (leaf) {
      add(frames, leaf.node)
      at += leaf.length
      continue
    }
    at += readMark(text, at, frames)
  }
  while (frames.length > 1) unwind(frames)
  return frames[0]?.children ?? []
}

/** Opens or closes the mark at this place, or takes one character as text; returns the length read. */
function readMark(text: string, at: number, frames: Frame[]): number {
  const token = markAt(text, at, frames)
  if (token) {
    const open = frames.findLastIndex((frame) => frame.token === token)
    if (open > 0 && mayClose(text, at, token)) {
      while (frames.length - 1 > open) unwind(frames)
      close(frames)
      return token.length
    }
    if (open <= 0 && mayOpen(text, at, token)) {
      frames.push({ mark: marks.find(([sign]) => sign === token)?.[1] ?? null, token, children: [] })
      return token.length
    }
  }
  const length = token?.length ?? (text.slice(at).match(/^[^\\<[`*_~|h]+/)?.[0].length || 1)
  add(frames, { type: 'text', text: text.slice(at, at + length) })
  return length
}

/** In `***both***` the inner single star closes before the double one. */
function markAt(text: string, at: number, frames: Frame[]): string | undefined {
  const top = frames.at(-1)?.token
  if (top?.length === 1 && text.startsWith(top.repeat(3), at)) return top
  return marks.find(([sign]) => text.startsWith(sign, at))?.[0]
}

function mayOpen(text: string, at: number, token: string): boolean {
  const after = text.slice(at + token.length, at + token.length + 2)
  if (!text.includes(token, at + token.length + 1)) return false
  if (token === '*') return !/^\s/.test(after)
  return token !== '_' || !wordBefore.test(text.slice(Math.max(0, at - 2), at))
}

function mayClose(text: string, at: number, token: string): boolean {
  if (token === '*') return !/\s/.test(text[at - 1] ?? ' ')
  return token !== '_' || !wordAfter.test(text.slice(at + 1, at + 3))
}

function close(frames: Frame[]): void {
  const frame = frames.pop()
  if (!frame?.mark) return
  if (frame.children.length) add(frames, { type: frame.mark, children: frame.children })
  else add(frames, { type: 'text', text: frame.token.repeat(2) })
}

/** An opened mark that never closed was only text. */
function unwind(frames: Frame[]): void {
  const frame = frames.pop()
  if (!frame) return
  add(frames, { type: 'text', text: frame.token })
  for (const child of frame.children) add(frames, child)
}

function add(frames: Frame[], node: Inline): void {
  const children = frames.at(-1)?.children
  const previous = children?.at(-1)
  if (node.type === 'text' && previous?.type === 'text') previous.text += node.text
  else children?.push(node.type === 'text' ? { ...node } : node)
}

interface Leaf {
  node: Inline
  length: number
}

function readLeaf(text: string, at: number, links: boolean): Leaf | null {
  const char = text[at]
  if (char === '\\') return readEscape(text, at)
  if (char === '`') return readCode(text, at)
  if (char === '<') return readAngle(text, at, links)
  if (char === '[' && links) return readMaskedLink(text, at)
  if (char === 'h' && links) return readAddress(text, at)
  return null
}

function readEscape(text: string, at: number): Leaf | null {
  const next = text[at + 1]
  return next && /[\\`*_{}[\]()#+\-.!|~<>:@/]/.test(next)
    ? { node: { type: 'text', text: next }, length: 2 }
    : null
}

function readCode(text: string, at: number): Leaf | null {
  const ticks = text.startsWith('``', at) ? '``' : '`'
  const end = text.indexOf(ticks, at + ticks.length)
  if (end <= at + ticks.length) return null
  return {
    node: { type: 'code', text: text.slice(at + ticks.length, end) },
    length: end + ticks.length - at,
  }
}

function readAngle(text: string, at: number, links: boolean): Leaf | null {
  const end = text.indexOf('>', at)
  if (end < 0 || end - at > 2000) return null
  const node = angleNode(text.slice(at + 1, end), links)
  return node && { node, length: end - at + 1 }
}

function angleNode(inside: string, links: boolean): Inline | null {
  const mention = /^(@!?|@&|#)(\d{1,20})$/.exec(inside)
  if (mention) {
    const type = mention[1] === '#' ? 'channel' : mention[1] === '@&' ? 'role' : 'user'
    return { type, id: mention[2] ?? '' }
  }
  const command = /^\/([\p{L}\p{N}_ -]{1,100}):\d{1,20}$/u.exec(inside)
  if (command) return { type: 'command', name: command[1] ?? '' }
  const time = /^t:(-?\d{1,13})(?::([tTdDfFR]))?$/.exec(inside)
  if (time) return { type: 'time', unix: Number(time[1]), style: time[2] ?? 'f' }
  const emoji = /^a?:(\w{2,32}):\d{1,20}$/.exec(inside)
  if (emoji) return { type: 'emoji', name: emoji[1] ?? '' }
  const url = links ? safeUrl(inside) : null
  return url === null ? null : { type: 'link', url, children: [{ type: 'text', text: inside }] }
}

/** `[label](address)`, also `[label](<address>)` and with a title, which Discord shows as a tooltip. */
function readMaskedLink(text: string, at: number): Leaf | null {
  const match =
    /^\[((?:\\.|[^[\]\\\n]|\[[^[\]\n]*\]){1,1000})\]\(\s*(?:<([^<>\s]+)>|([^\s()<>]+(?:\([^\s()]*\)[^\s()]*)*))(?:\s+"[^"\n]*")?\s*\)/.exec(
      text.slice(at, at + 4100),
    )
  const url = safeUrl(match?.[2] ?? match?.[3] ?? '')
  if (!match || !url) return null
  return {
    node: { type: 'link', url, children: parseInline(match[1] ?? '', false) },
    length: match[0].length,
  }
}

function readAddress(text: string, at: number): Leaf | null {
  if (!text.startsWith('http', at) || wordBefore.test(text.slice(Math.max(0, at - 2), at))) return null
  const raw = /^https?:\/\/[^\s<>"]+/.exec(text.slice(at, at + 2048))?.[0]
  if (!raw) return null
  const shown = trimAddress(raw)
  const url = safeUrl(shown)
  return url
    ? { node: { type: 'link', url, children: [{ type: 'text', text: shown }] }, length: shown.length }
    : null
}

/** Punctuation that ends the sentence, and a bracket opened before the address, do not belong to it. */
function trimAddress(raw: string): string {
  let shown = raw.replace(/[.,:;'!?*_~|\]]+$/, '')
  const count = (sign: string) => shown.split(sign).length
  while (shown.endsWith(')') && count(')') > count('(')) shown = shown.slice(0, -1)
  return shown
}

/** The address when it is http(s), else null: the only schemes that a message may open. */
export function safeUrl(address: string | null | undefined): string | null {
  if (!address || !/^https?:\/\//i.test(address)) return null
  return URL.canParse(address) ? new URL(address).href : null
}
