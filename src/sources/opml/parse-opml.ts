import { decodeHTMLAttribute } from 'entities'
import { Parser } from 'htmlparser2'
import type { ListBuilder } from './source-list.js'

/** Where programs write the address, best first. A site's own address leads to its feed as well. */
const addressNames = ['xmlurl', 'feedurl', 'rssurl', 'url', 'htmlurl']
/**
 * More than a list may have entries: where no outline is closed, each is inside all those before it. The tree that
 * feeds are read into ends far above, so lists are read without one.
 */
const maxDepth = 6000
const maxTitleLength = 1000

/** An outline that is open. Only those without an address are folders. */
interface Outline {
  folder: string
  commentedOut: boolean
}

class StopParsing extends Error {}

/** Reads OPML 1 and 2 (http://opml.org/spec2.opml), well-formed or not. Problems give the line an outline begins in. */
export function parseOpml(text: string, list: ListBuilder): void {
  const lineAt = lineCounter(text)
  const outlines: Outline[] = []
  let depth = 0
  let title: string | null = null

  function readOutline(attributes: Record<string, string>, at: number): Outline {
    const attribute = (name: string) => decode(attributes[name] ?? '').trim()
    const parent = outlines.at(-1)
    const commentedOut = parent?.commentedOut || /^true$/i.test(attribute('iscomment'))
    const inside = { folder: parent?.folder ?? '', commentedOut }
    if (commentedOut) return inside
    const name = decodeTwice(attribute('text') || attribute('title'))
    const place = { place: 'line' as const, number: lineAt(at) }
    if (/^include$/i.test(attribute('type'))) {
      list.refuse('source.listInclude', name || attribute('url'), place)
      return inside
    }
    const addresses = addressNames.map(attribute).filter((value) => value !== '')
    const isSource =
      addresses.length > 0 || /^(?:rss|atom)/i.test(attribute('type')) || 'xmlurl' in attributes
    if (!isSource) return { folder: folderIn(inside.folder, name), commentedOut }
    list.add({ addresses, title: name, folder: inside.folder || categoryOf(attribute('category')) }, place)
    return inside
  }

  const parser = new Parser(
    {
      onopentag(rawName, attributes) {
        depth++
        if (depth > maxDepth || list.isFull()) throw new StopParsing()
        const name = rawName.replace(/^.*:/, '')
        if (name === 'outline') outlines.push(readOutline(attributes, parser.startIndex))
        else if (name === 'title' && outlines.length === 0) title ??= ''
      },
      ontext(data) {
        if (title !== null && title.length < maxTitleLength) title += data
      },
      onclosetag(rawName) {
        depth--
        const name = rawName.replace(/^.*:/, '')
        if (name === 'outline') outlines.pop()
        if (name !== 'title' || title === null) return
        list.setTitle(decodeTwice(decode(title)))
        title = null
      },
    },
    { xmlMode: true, decodeEntities: false, lowerCaseTags: true, lowerCaseAttributeNames: true },
  )
  try {
    parser.write(text)
    if (depth > 0) list.note('source.listDamaged')
    parser.end()
  } catch (error) {
    if (!(error instanceof StopParsing)) throw error
    if (!list.isFull()) list.note('source.listDamaged')
  }
}

/** Named entities are those of HTML: people write `&eacute;` into XML too, and bare ampersands. */
function decode(text: string): string {
  return text.includes('&') ? decodeHTMLAttribute(text) : text
}

/** Names of feeds come out of feeds, where they are often escaped already: "AT&amp;amp;T". */
function decodeTwice(text: string): string {
  return /&(?:amp|lt|gt|quot|apos|nbsp|#\d+|#x[\da-f]+);/i.test(text) ? decode(text) : text
}

const maxFolderLength = 200

function folderIn(parent: string, name: string): string {
  return [parent, name]
    .filter((part) => part !== '')
    .join(' / ')
    .slice(0, maxFolderLength)
}

/** "/Technology/Web,/News" is a comma-separated list of paths; the first counts. */
function categoryOf(text: string): string {
  const [first = ''] = text.split(',', 1)
  return first.split('/').reduce((path, part) => folderIn(path, part.trim()), '')
}

/** The line of a position; positions must be asked for in order. */
function lineCounter(text: string): (position: number) => number {
  let line = 1
  let next = text.indexOf('\n')
  return (position) => {
    while (next >= 0 && next < position) {
      line++
      next = text.indexOf('\n', next + 1)
    }
    return line
  }
}
