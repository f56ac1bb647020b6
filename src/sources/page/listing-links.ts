import { furnitureKinds } from './furniture-names.js'
import { type ListedAddress, listedAddress } from './listing-address.js'
import { isGenericTitle } from './listing-title.js'
import { isWithin, type ListingNode, type ListingTree, linesIn, wordsAround } from './listing-tree.js'
import { isDateline } from './page-phrases.js'

/** A link of a page to what may be an article. */
export interface ListedLink {
  node: ListingNode
  address: ListedAddress
  /** The same for links that stand in the same kind of place. */
  place: string
}

/** Even the archive of a busy site lists fewer on a page. */
const maxLinks = 3000
const furnitureTags = new Set(['nav', 'footer', 'aside', 'form', 'menu', 'figcaption'])
const furnitureRoles = new Set(
  'navigation complementary contentinfo search banner menu menubar tablist dialog'.split(' '),
)
/** What is named so beside the list, or around every page; the names of cards (teaser, promo, byline) are not among it. */
const besideKinds = new Set(['menu', 'share', 'tags', 'comments', 'rights', 'advertisement'])
const besideList =
  /(?:^|[\s_-])(?:related|popular|trending|most-?(?:read|viewed|popular|shared|commented)|recommend(?:ed|ations?)?|side-?bar|widget-?area|outbrain|taboola|tag-?cloud|top-?bar|footer|site-?header|masthead|mega-?menu|cookie|consent)(?:$|[\s_-])/i
/** Longer than a label or a date beside a headline. */
const minBeside = 25
/** What holds or is an entry of the list, whatever else it is called. */
const entries = new Set(['html', 'body', 'main', 'article', 'li', 'tr', 'dl', 'a', 'h1', 'h2', 'h3', 'h4'])
/** A box with more of the page's links than this is the list itself. */
const maxShare = 0.5
/** A header of an entry of the list, not of the page. */
const sections = new Set(['article', 'section', 'main', 'li'])
/** Classes that tell an entry from the next, not one kind of entry from another. */
const passing = /^(?:odd|even|first|last|active|current|sticky|alt|open|new|is-\w+|has-\w+)$/

/**
 * The links of a page that may lead to articles, in order: none from its navigation, header, footer, side column or
 * share bars.
 */
export function readListedLinks(tree: ListingTree, base: string, page: URL): ListedLink[] {
  const links: { node: ListingNode; address: ListedAddress }[] = []
  for (const node of tree.nodes) {
    if (node.name !== 'a' || node.attributes.href === undefined) continue
    const address = listedAddress(node.attributes.href, base, page)
    if (address) links.push({ node, address })
    if (links.length === maxLinks) break
  }
  const isBeside = besideTest(links.map(({ node }) => node.index))
  return links
    .filter(({ node }) => !isWithin(node, isBeside) && !isInSentence(tree, node))
    .map((link) => ({ ...link, place: placeOf(link.node) }))
}

/** Whether a link is some words of a sentence. What says "Read more" follows a teaser, and a byline a headline. */
function isInSentence(tree: ListingTree, link: ListingNode): boolean {
  const { before, after } = wordsAround(tree, link)
  const goesOn = after.length >= minBeside && /^[\p{Ll},;]/u.test(after) && !isDateline(after)
  if (before.length < minBeside && !goesOn) return false
  return !isGenericTitle(linesIn(tree, link.index, link.end).join(' '))
}

/** Tells what stands beside the list of a page with links at the given places. Each element is judged once. */
function besideTest(links: readonly number[]): (element: ListingNode) => boolean {
  const known = new Map<ListingNode, boolean>()
  const kinds = new Map<string, boolean>()
  const named = (names: string) => {
    const found =
      kinds.get(names) ??
      (besideList.test(names) || furnitureKinds(names).some((kind) => besideKinds.has(kind)))
    kinds.set(names, found)
    return found
  }
  const share = (element: ListingNode) =>
    (countBelow(links, element.end) - countBelow(links, element.index)) / links.length
  const judge = (element: ListingNode): boolean => {
    if (isFurniture(element)) return true
    if (entries.has(element.name)) return false
    return (
      named(`${element.attributes.class ?? ''} ${element.attributes.id ?? ''}`) && share(element) <= maxShare
    )
  }
  return (element) => {
    const found = known.get(element) ?? judge(element)
    known.set(element, found)
    return found
  }
}

function isFurniture(element: ListingNode): boolean {
  if (furnitureTags.has(element.name) || furnitureRoles.has(element.attributes.role ?? '')) return true
  return element.name === 'header' && !isWithin(element, ({ name }) => sections.has(name))
}

/** How many of the ascending numbers are below one. */
function countBelow(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? limit) < limit) low = middle + 1
    else high = middle
  }
  return low
}

/** The tags around a link, with the class of the nearest ones; in a row of a table also which cell it is. */
function placeOf(link: ListingNode): string {
  const path: string[] = []
  for (let at: ListingNode | null = link; at; at = at.parent) {
    const named = path.length < 4 ? `.${kindOf(at)}` : ''
    path.push(`${at.name}${named}${at.name === 'td' ? at.nth : ''}`)
  }
  return path.join('<')
}

/** The first class that does not number or mark a single entry. */
function kindOf({ attributes }: ListingNode): string {
  const classes = (attributes.class ?? '').toLowerCase().split(/\s+/)
  return (
    classes.map((name) => name.replace(/\d+/g, '')).find((name) => name !== '' && !passing.test(name)) ?? ''
  )
}
