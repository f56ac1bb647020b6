import { childNodes, isElement, isText, type PageElement, type PageNode } from './page-element.js'

const blockNames = new Set(
  'address article aside blockquote body center dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
)

/** A line of a page as a reader sees it: what stands between two block borders or line breaks. */
export interface PageBlock {
  nodes: PageNode[]
  text: string
  /** Share of its text that is links, 0 to 1. */
  links: number
  isHeading: boolean
  isListItem: boolean
}

/** The lines of a page that have text, in order. */
export function readBlocks(root: PageElement): PageBlock[] {
  const blocks: PageBlock[] = []
  collect(root, root, blocks)
  return blocks
}

/** Takes a line out of its page, and what is empty without it. */
export function removeBlock({ nodes }: PageBlock, root: PageElement): void {
  for (const node of nodes) {
    let parent = node.parentNode
    node.remove()
    while (parent && isElement(parent) && parent !== root && isBlank(parent)) {
      const above: PageNode | null = parent.parentNode
      parent.remove()
      parent = above
    }
  }
}

function collect(container: PageElement, block: PageElement, blocks: PageBlock[]): void {
  let run: PageNode[] = []
  const finish = () => {
    const text = run
      .map((node) => node.textContent ?? '')
      .join('')
      .replace(/\s+/g, ' ')
      .trim()
    if (text !== '') blocks.push(toBlock(run, text, block))
    run = []
  }
  for (const child of childNodes(container)) {
    if (isElement(child) && (blockNames.has(child.localName) || holdsBorder(child))) {
      finish()
      collect(child, blockNames.has(child.localName) ? child : block, blocks)
    } else if (isElement(child) && child.localName === 'br') finish()
    else run.push(child)
  }
  finish()
}

function toBlock(nodes: PageNode[], text: string, block: PageElement): PageBlock {
  const linked = nodes.reduce((sum, node) => sum + linkLength(node), 0)
  return {
    nodes,
    text,
    links: Math.min(1, linked / text.length),
    isHeading: /^h[1-6]$/.test(block.localName),
    isListItem: block.localName === 'li',
  }
}

/** Whether an inline element has lines inside: some pages wrap paragraphs in spans. */
function holdsBorder(element: PageElement): boolean {
  return childNodes(element).some(
    (child) =>
      isElement(child) && (child.localName === 'br' || blockNames.has(child.localName) || holdsBorder(child)),
  )
}

function linkLength(node: PageNode): number {
  if (!isElement(node)) return 0
  if (node.localName === 'a') return (node.textContent ?? '').replace(/\s+/g, ' ').trim().length
  return childNodes(node).reduce((sum, child) => sum + linkLength(child), 0)
}

/** Stops at the first word, so that a long list can lose its lines one by one. */
function isBlank(node: PageNode): boolean {
  if (isText(node)) return (node.textContent ?? '').trim() === ''
  for (let child = node.firstChild; child; child = child.nextSibling) if (!isBlank(child)) return false
  return true
}
