import { escapeMarkdown } from '../../core/text.js'
import { htmlToMarkdown } from './to-markdown.js'

/** A post shows about a hundred words; links take some of the room. UTF-16 units. */
const leadLength = 400
/** What stands around an article, and captions: their pictures are not shown at that place. */
const around = new Set(['figcaption', 'nav', 'header', 'footer', 'aside'])

/**
 * The beginning of an article's HTML as a post shows it below the title, or null when it has no words. Relative links
 * resolve against `base`. Many articles begin with their title, which is not said twice.
 */
export function leadOf(html: string, base: string | null, title: string): string | null {
  const lead = htmlToMarkdown(html, { base, maxLength: leadLength, without: around })
  const [first = '', ...rest] = lead.split('\n')
  const isTitle = title !== '' && first.replace(/^#+ |^\*\*|\*\*$/g, '') === escapeMarkdown(title)
  return (isTitle ? rest.join('\n').trimStart() : lead) || null
}
