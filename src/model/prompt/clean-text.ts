import { Parser } from 'htmlparser2'

/** Zero-width characters, bidirectional marks, tags and variation selectors: text can hide in them. */
const invisible = /\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffb]/gu
/** All but tabs and line ends. */
const controls = /(?![\t\n])\p{Cc}/gu
/** What chat templates and our own fences are made of. */
const fences = /<\|+|\|+>|<{2,}|>{2,}|\[\/?INST\]|<\/?s>|`{3,}/gi
const unseen = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'head',
  'title',
  'textarea',
  'iframe',
  'svg',
])
const without = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))
const hiddenStyle =
  /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])|(?<![-\w])color\s*:\s*(?:transparent|#?fff|white)/i

/**
 * A text from outside as a reader sees it, fit to be quoted to a model: no invisible characters, no HTML that is not
 * shown, nothing that could end the block it is put in.
 */
export function cleanText(text: string): string {
  const seen = /<[a-z!/]/i.test(text) ? visibleText(text) : text
  return seen
    .replace(invisible, '')
    .replace(/\r\n?/g, '\n')
    .replace(controls, ' ')
    .replace(fences, ' ')
    .trim()
}

/** Left-over HTML in a text; articles are plain text, but feeds escape twice. */
function visibleText(html: string): string {
  let text = ''
  let hiddenDepth = 0
  const parser = new Parser({
    onopentag(name, attributes) {
      if (without.has(name)) text += name === 'br' ? '\n' : ''
      else if (hiddenDepth > 0 || isHidden(name, attributes)) hiddenDepth++
    },
    onclosetag(name) {
      if (hiddenDepth > 0 && !without.has(name)) hiddenDepth--
    },
    ontext(data) {
      if (hiddenDepth === 0) text += data
    },
  })
  parser.end(html)
  return text
}

function isHidden(name: string, attributes: Record<string, string>): boolean {
  return (
    unseen.has(name) ||
    'hidden' in attributes ||
    attributes['aria-hidden'] === 'true' ||
    hiddenStyle.test(attributes.style ?? '')
  )
}
