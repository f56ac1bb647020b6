import { Parser } from 'htmlparser2'
import { oneLine } from '../text/clean-text.js'

/** An element of a page, or a run of text: then it has no name. */
export interface ListingNode {
  /** Lower-case tag name; '' for text. */
  name: string
  attributes: Record<string, string>
  text: string
  parent: ListingNode | null
  /** Its place in document order; its descendants are the nodes after it, up to but without `end`. */
  index: number
  end: number
  /** How many elements stand before it in its parent, and how many it holds itself. */
  nth: number
  elements: number
}

/** A page with its nodes in document order. */
export interface ListingTree {
  nodes: ListingNode[]
  /** The href of its base element. */
  base: string | null
}

/** A list keeps to some thousands of nodes; of longer pages the beginning is read, where the newest stands. */
const maxNodes = 100_000
const maxLine = 2000
/** Nodes that are looked at on either side of a link. */
const maxAround = 30
/** What shows no words and no pictures, or shows them only to some readers. */
const silent = new Set(
  'script style noscript template head svg iframe object embed canvas select textarea button dialog'.split(
    ' ',
  ),
)
const hiddenStyle = /display\s*:\s*none|visibility\s*:\s*hidden/i
const blocks = new Set(
  'address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead time tr ul br'.split(
    ' ',
  ),
)

class StopParsing extends Error {}

/** The visible part of a page, flat and without recursion. The page must not nest beyond the depth all readers share. */
export function readListingTree(html: string): ListingTree {
  const nodes: ListingNode[] = []
  const tree: ListingTree = { nodes, base: null }
  let open: ListingNode | null = null
  let depth = 0
  let silentFrom = 0
  const add = (name: string, attributes: Record<string, string>, text: string): ListingNode => {
    if (nodes.length >= maxNodes) throw new StopParsing()
    const [index, nth] = [nodes.length, open?.elements ?? 0]
    const node = { name, attributes, text, parent: open, index, end: index + 1, nth, elements: 0 }
    if (open && name !== '') open.elements++
    nodes.push(node)
    return node
  }
  const parser = new Parser({
    onopentag(name, attributes) {
      depth++
      if (name === 'base') tree.base ??= attributes.href ?? null
      if (silentFrom > 0) return
      if (silent.has(name) || isHidden(attributes)) silentFrom = depth
      else open = add(name, attributes, '')
    },
    ontext(data) {
      if (silentFrom === 0) add('', {}, data)
    },
    onclosetag() {
      if (silentFrom === 0 && open) {
        open.end = nodes.length
        open = open.parent
      }
      if (silentFrom === depth) silentFrom = 0
      depth--
    },
  })
  try {
    parser.write(html)
    parser.end()
  } catch (error) {
    if (!(error instanceof StopParsing)) throw error
    for (; open; open = (open as ListingNode).parent) open.end = nodes.length
  }
  return tree
}

function isHidden(attributes: Record<string, string>): boolean {
  return 'hidden' in attributes || hiddenStyle.test(attributes.style ?? '')
}

/** The elements in a part of a page, document order, without those inside one that `skip` names. */
export function* elementsIn(
  { nodes }: ListingTree,
  from: number,
  end: number,
  skip: (node: ListingNode) => boolean = () => false,
): Generator<ListingNode> {
  for (let i = from; i < end; ) {
    const node = nodes[i]
    if (!node) return
    const skipped = skip(node)
    if (node.name !== '' && !skipped) yield node
    i = skipped ? node.end : i + 1
  }
}

/**
 * The words in a part of a page as a reader sees them, line by line, each line clean and not empty. Two inline elements
 * that touch are two lines: they are a headline and its date, set apart by a style sheet.
 */
export function linesIn(
  { nodes }: ListingTree,
  from: number,
  end: number,
  skip: (node: ListingNode) => boolean = () => false,
): string[] {
  const lines: string[] = []
  const borders: number[] = []
  let line = ''
  const finish = () => {
    const clean = oneLine(line, maxLine)
    if (clean !== '') lines.push(clean)
    line = ''
  }
  for (let i = from; i < end; ) {
    const node = nodes[i]
    if (!node) break
    while ((borders.at(-1) ?? end) <= i && borders.pop() !== undefined) finish()
    if (skip(node)) {
      finish()
      i = node.end
      continue
    }
    if (node.name === '') line += line.length < maxLine ? node.text : ''
    else if (blocks.has(node.name)) {
      finish()
      borders.push(node.end)
    } else if (touchesElement(nodes, node)) finish()
    i++
  }
  finish()
  return lines
}

/** Whether the element before this one, beside it, ends where this one begins. */
function touchesElement(nodes: readonly ListingNode[], node: ListingNode): boolean {
  let before: ListingNode | null | undefined = nodes[node.index - 1]
  while (before && before !== node.parent && before.parent !== node.parent) before = before.parent
  return before?.parent === node.parent && before?.name !== ''
}

/** The words on the same line before and after a node, other links left out; of a long line the nearest. */
export function wordsAround(tree: ListingTree, node: ListingNode): { before: string; after: string } {
  const before = lineFrom(tree, node, node.index - 1, -1).reverse()
  const after = lineFrom(tree, node, node.end, 1)
  return { before: oneLine(before.join(' '), maxLine), after: oneLine(after.join(' '), maxLine) }
}

/** Runs of text from a place on, forwards or backwards, until the line of a node ends. */
function lineFrom({ nodes }: ListingTree, node: ListingNode, start: number, step: 1 | -1): string[] {
  const block = blockOf(node)
  const words: string[] = []
  for (let i = start; Math.abs(i - start) < maxAround; i += step) {
    const beside = nodes[i]
    if (!beside || beside === block || beside.name === 'br' || blockOf(beside) !== block) break
    if (beside.name === '' && !isWithin(beside, ({ name }) => name === 'a')) words.push(beside.text)
  }
  return words
}

function blockOf(node: ListingNode): ListingNode | null {
  let at = node.parent
  while (at && !blocks.has(at.name)) at = at.parent
  return at
}

/** Whether some element around a node, or itself, meets a test. */
export function isWithin(node: ListingNode, test: (element: ListingNode) => boolean): boolean {
  for (let at: ListingNode | null = node; at; at = at.parent) if (test(at)) return true
  return false
}
