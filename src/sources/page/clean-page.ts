import { furnitureKinds } from './furniture-names.js'
import { childNodes, isElement, isInside, isText, type PageElement, type PageNode } from './page-element.js'

/** What never holds article text, or holds it twice. */
const silent = new Set(
  'script style noscript template head title svg iframe object embed canvas select textarea'.split(' '),
)
/** What an article is in, never what stands beside it. */
const containers = new Set(['html', 'body', 'main', 'article'])
const figureText = new Set(['pre', 'table', 'blockquote', 'code'])
const pictures = new Set(['img', 'picture'])
const paragraphs = new Set('p li h1 h2 h3 h4 h5 h6 td dd blockquote pre'.split(' '))
const maxCaption = 150
const code = new Set(['pre', 'code'])

const furnitureTags = new Set('nav aside footer figcaption button dialog menu form'.split(' '))
const furnitureRoles = new Set(
  'navigation complementary search dialog alertdialog menu menubar toolbar tablist contentinfo banner'.split(
    ' ',
  ),
)
const hiddenStyle = /display\s*:\s*none|visibility\s*:\s*hidden/i

/**
 * An element with a larger share of the page's words is around the article, whatever it is called; a rule whose elements
 * hold more together means something else on this page: the replies of a forum, say.
 */
const maxShare = 0.4
/** A marked article with less of the cleaned page is a teaser or one post of many. */
const minShareOfMarked = 0.6
/** Beside long lists of teasers an article can have less than half of the text. */
const minShareAmongTeasers = 0.3

interface Measured {
  element: PageElement
  /** Characters of text outside links. */
  prose: number
}

export interface MainPart extends Measured {
  /** Whether it is marked as the article's words and nothing else (schema.org articleBody). */
  isBody: boolean
}

/**
 * Removes from a page what surrounds and interrupts its article: navigation, teasers, captions, share bars, bylines,
 * subscribe boxes, what is hidden; and everything outside the article where the page marks one. A rule that would take
 * much of the page's text is not applied to that page. Returns what the page marks as its main part, if anything.
 */
export function cleanPage(body: PageElement): MainPart | null {
  removeSilent(body)
  const matches = new Map<string, Measured[]>()
  const rulesOf = cachedRules()
  const prose = measureProse(body, (measured) => {
    for (const rule of rulesOf(measured)) {
      const known = matches.get(rule)
      if (known) known.push(measured)
      else matches.set(rule, [measured])
    }
  })
  for (const rule of matches.values()) removeMatches(rule, prose)
  return narrowToArticle(body)
}

function removeSilent(element: PageElement): void {
  for (const child of childNodes(element)) {
    if (isElement(child) ? silent.has(child.localName) : !isText(child)) child.remove()
    else if (isElement(child)) removeSilent(child)
  }
}

/** Characters of text outside links in an element; `visit` is told of every element inside, inner ones first. */
function measureProse(element: PageElement, visit: (measured: Measured) => void): number {
  let prose = 0
  for (const child of childNodes(element))
    prose += isElement(child) ? measureProse(child, visit) : (child.textContent ?? '').trim().length
  visit({ element, prose })
  return element.localName === 'a' ? 0 : prose
}

/** Leaves the article alone in the body where the page itself says which one it is. */
function narrowToArticle(body: PageElement): MainPart | null {
  const marked: Measured[] = []
  const whole = measureProse(body, (measured) => {
    if (isMarked(measured.element)) marked.push(measured)
  })
  const article = findArticle(
    marked.filter(({ element }) => isArticle(element)),
    whole,
  )
  if (article) {
    for (const child of childNodes(body)) child.remove()
    body.appendChild(article.element)
    return { ...article, isBody: isArticleBody(article.element) }
  }
  const [main] = marked.toSorted((a, b) => b.prose - a.prose)
  return main ? { ...main, isBody: false } : null
}

/** The article with most of the page's text, or with far more of it than each teaser beside it. */
function findArticle(articles: readonly Measured[], whole: number): Measured | null {
  const first = articles.find(({ prose }) => prose >= whole * minShareOfMarked)
  if (first) return first
  const [largest] = articles.toSorted((a, b) => b.prose - a.prose)
  if (!largest || largest.prose < whole * minShareAmongTeasers) return null
  const own = new Set<PageNode>([largest.element])
  const others = articles.filter(({ element }) => element !== largest.element && !hasAncestorIn(element, own))
  return others.every(({ prose }) => prose * 4 < largest.prose) ? largest : null
}

function isMarked(element: PageElement): boolean {
  return isArticle(element) || element.localName === 'main' || element.getAttribute('role') === 'main'
}

function isArticle(element: PageElement): boolean {
  return element.localName === 'article' || isArticleBody(element)
}

function isArticleBody(element: PageElement): boolean {
  return /^(articleBody|reviewBody)$/.test(element.getAttribute('itemprop') ?? '')
}

function removeMatches(matches: readonly Measured[], total: number): void {
  const small = matches.filter(({ prose }) => prose <= total * maxShare)
  const elements = new Set<PageNode>(small.map(({ element }) => element))
  const outermost = small.filter(({ element }) => !hasAncestorIn(element, elements))
  const share = outermost.reduce((sum, { prose }) => sum + prose, 0)
  if (share <= total * maxShare) for (const { element } of outermost) element.remove()
}

function hasAncestorIn(node: PageNode, elements: ReadonlySet<PageNode>): boolean {
  for (let parent = node.parentNode; parent; parent = parent.parentNode) if (elements.has(parent)) return true
  return false
}

/** Names of the rules that an element meets; each class is looked at once per page. */
function cachedRules(): (measured: Measured) => string[] {
  const known = new Map<string, string[]>()
  return ({ element, prose }) => {
    if (containers.has(element.localName)) return []
    const names = `${element.getAttribute('class') ?? ''} ${element.getAttribute('id') ?? ''}`
    const rules = known.get(names) ?? furnitureKinds(names)
    known.set(names, rules)
    if (rules.length > 0 && isInside(element, code)) return []
    return [...rules, ...rulesOfElement(element), ...(isPicture(element, prose) ? ['picture'] : [])]
  }
}

function rulesOfElement(element: PageElement): string[] {
  const role = element.getAttribute('role') ?? ''
  return [
    ...(isHidden(element) ? ['hidden'] : []),
    ...(isFurnitureTag(element) ? [element.localName] : []),
    ...(furnitureRoles.has(role) ? [role] : []),
  ]
}

function isHidden(element: PageElement): boolean {
  return (
    element.getAttribute('hidden') !== null ||
    element.getAttribute('aria-hidden') === 'true' ||
    hiddenStyle.test(element.getAttribute('style') ?? '')
  )
}

function isFurnitureTag(element: PageElement): boolean {
  if (element.localName === 'figure') return !holdsAny(element, figureText)
  return furnitureTags.has(element.localName)
}

/** A box with a picture and a few words that are no sentence: its caption, in pages without a word for it. */
function isPicture(element: PageElement, prose: number): boolean {
  if (element.localName !== 'div' && element.localName !== 'center') return false
  if (prose > maxCaption || !holdsAny(element, pictures) || holdsAny(element, paragraphs)) return false
  return !/[.!?…。！？:"”»]\s*$/.test(element.textContent ?? '')
}

function holdsAny(element: PageElement, names: ReadonlySet<string>): boolean {
  return childNodes(element).some(
    (child) => isElement(child) && (names.has(child.localName) || holdsAny(child, names)),
  )
}
