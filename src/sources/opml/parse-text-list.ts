import type { ListBuilder, Place } from './source-list.js'

/** No line that a person wrote is longer; the patterns below look at each line several times. */
const maxLineLength = 5000
const scheme = '(?:https?|feed|itpc|pcast):'
const markdownLink = new RegExp(
  `\\[([^[\\]]*)\\]\\(\\s*<?(${scheme}[^\\s<>]*?)>?\\s*(?:"[^"]*"\\s*)?\\)(?!\\))`,
  'gi',
)
const plainAddress = new RegExp(`${scheme}[^\\s<>"'\`|]+`, 'gi')
const bareAddress = /^[^\s/@"]+\.[^\s/@"]{2,}(?:\/\S*)?$/u

/**
 * Reads lines that each hold an address, with or without a title, as people write them and as `urls` files of newsboat
 * are: bullets, numbers, tables and links of markdown, comments after `#`. A heading, or a line that ends in a colon,
 * names the folder of what follows.
 */
export function parseTextList(text: string, list: ListBuilder): void {
  let folder: string | null = null
  let number = 0
  for (const whole of text.split(/\r\n?|\n/)) {
    number++
    if (list.isFull()) return
    const line = withoutBullet(whole.slice(0, maxLineLength))
    const at: Place = { place: 'line', number }
    const heading = headingIn(line)
    if (heading !== null) folder = heading
    else if (!isComment(line) && hasWords(line) && !addFrom(line, folder, at, list))
      list.refuse('source.listNoAddress', line, at)
  }
}

/** Takes the addresses of a line over; false when it has none. */
function addFrom(line: string, folder: string | null, at: Place, list: ListBuilder): boolean {
  const links = [...line.matchAll(markdownLink)]
  for (const [, title, address = ''] of links) list.add({ addresses: [address], title, folder }, at)
  if (links.length > 0) return true
  const found = [...line.matchAll(plainAddress)]
  const [only] = found
  if (only && found.length === 1) {
    const address = withoutPunctuation(only[0])
    const before = line.slice(0, only.index)
    const after = line.slice(only.index + address.length)
    list.add({ addresses: [address], folder, ...namesAround(before, after) }, at)
    return true
  }
  for (const [address] of found) list.add({ addresses: [withoutPunctuation(address)], folder }, at)
  const isAddress = found.length === 0 && bareAddress.test(line)
  if (isAddress) list.add({ addresses: [line], folder }, at)
  return isAddress || found.length > 0
}

function withoutBullet(line: string): string {
  return line.trim().replace(/^(?:(?:[-*+•–·|]|\d{1,4}[.)]|\[[ xX]?\])\s+)+/, '')
}

/** The folder that a line names: a heading of markdown, or words before a colon. */
function headingIn(line: string): string | null {
  const heading = /^#{1,6}\s+(.{1,100}?)(?:\s+#+)?$/.exec(line)?.[1]
  if (heading) return heading.includes('://') ? null : heading
  return /^([^:/]{1,100}):$/.exec(line)?.[1] ?? null
}

function isComment(line: string): boolean {
  return /^(?:#|;|\/\/\s)/.test(line)
}

/** "Title: address", "address Title" and newsboat's `address "folder" "~Title"`. Words on both sides are a sentence. */
function namesAround(before: string, after: string): { title?: string; folder?: string } {
  const tags = [...after.matchAll(/"([^"]*)"/g)].map(([, tag = '']) => tag)
  if (tags.length > 0 && before.trim() === '') {
    const title = tags.find((tag) => tag.startsWith('~'))?.slice(1)
    const folder = tags.find((tag) => !tag.startsWith('~'))
    return { ...(title && { title }), ...(folder && { folder }) }
  }
  const names = [before, after].map(withoutSeparators).filter(hasWords)
  return names.length === 1 && names[0] ? { title: names[0] } : {}
}

function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text)
}

function withoutSeparators(text: string): string {
  return text.replace(/^[\s\-–—:|,;=>()[\]<"'*_]+/, '').replace(/[\s\-–—:|,;=>()[\]<"'*_]+$/, '')
}

/** Sentences and brackets go on after an address; a bracket that was opened in it belongs to it. */
function withoutPunctuation(address: string): string {
  const end = /[.,;:!?*_\])}]+$/.exec(address)
  if (!end) return address
  const short = address.slice(0, end.index)
  return end[0].startsWith(')') && short.split('(').length > short.split(')').length ? `${short})` : short
}
