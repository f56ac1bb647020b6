import { Parser } from 'htmlparser2'

/** Real pages stay below 100. htmlparser2 keeps open elements in an array it unshifts: deeper gets slow, then hangs. */
const maxDepth = 500

/** Elements that begin and end a line of their own. */
export const blocks = new Set(
  'address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section summary table tbody tfoot thead ul video audio'.split(
    ' ',
  ),
)
const dropped = new Set(
  'script style noscript template head title iframe embed svg select button textarea input canvas map'.split(
    ' ',
  ),
)
const hiddenStyle =
  /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])/i

/** What a walk over HTML tells of. */
export interface HtmlVisitor {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  /** A run of text, entities decoded, spaces as they are. */
  text(data: string): void
  close(name: string): void
  /** Whether enough was read; the walk ends there. */
  isFull(): boolean
}

/** Thrown to leave htmlparser2 from inside a handler; it has no other way to stop at once. */
class StopParsing extends Error {}

/**
 * Tells `visitor` of what a browser would show of an HTML fragment or page, in one pass without recursion. Elements
 * named in `without` are left out too; nesting beyond 500 ends the walk.
 */
export function walkVisible(
  html: string,
  visitor: HtmlVisitor,
  without: ReadonlySet<string> = new Set(),
): void {
  let depth = 0
  let hiddenFrom = 0
  const isHidden = (name: string, attributes: Record<string, string>) =>
    dropped.has(name) ||
    without.has(name) ||
    'hidden' in attributes ||
    hiddenStyle.test(attributes.style ?? '')
  const parser = new Parser({
    onopentag(name, attributes) {
      depth++
      if (depth > maxDepth || visitor.isFull()) throw new StopParsing()
      if (hiddenFrom > 0) return
      if (isHidden(name, attributes)) hiddenFrom = depth
      else visitor.open(name, attributes)
    },
    ontext(data) {
      if (visitor.isFull()) throw new StopParsing()
      if (hiddenFrom === 0) visitor.text(data)
    },
    onclosetag(name) {
      if (hiddenFrom === 0) visitor.close(name)
      if (hiddenFrom === depth) hiddenFrom = 0
      depth--
    },
  })
  try {
    parser.write(html.replaceAll('\0', ''))
    parser.end()
  } catch (error) {
    if (!(error instanceof StopParsing)) throw error
  }
}
