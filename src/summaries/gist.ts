import { countWords } from '../search/text/words.js'
import { type OutlineSection, outline } from './outline.js'
import { type SummaryLength, summarize } from './summarize.js'

/** What is shown of a text, word for word. */
export interface Gist {
  /** One sentence, a few, key points, or what the lead says before the sections. */
  sentences: string[]
  /** Headings without their numbers, each with a sentence; none unless a long text has a structure. */
  sections: OutlineSection[]
}

export interface GistOptions {
  title?: string
  language?: string | null
  length: SummaryLength
}

/** A text is shown by its sections when it has so many words, or sections; key points say more of a shorter one. */
const longText = 600
const manySections = 5
/** Of the lead, before the sections. */
const leadSentences = 2

/**
 * A text in one of the lengths, for every place that shows it: detailed are key points, or of a long structured text
 * the lead and the headings with a sentence each.
 */
export function gistOf(text: string, options: GistOptions): Gist {
  const sections = options.length === 'detailed' ? sectionsOf(text, options) : undefined
  return sections ?? { sentences: summarize(text, options).sentences, sections: [] }
}

function sectionsOf(text: string, { title = '', language = null }: GistOptions): Gist | undefined {
  const found = outline(text, { title, language })
  if (!found || (found.sections.length < manySections && countWords(text) < longText)) return undefined
  const { sentences } = summarize(found.lead, { title, language })
  // A text that begins with a heading has no lead: its matter is what the whole says.
  const lead = sentences.length > 0 ? sentences : summarize(text, { title, language }).sentences
  return {
    sentences: lead.slice(0, leadSentences),
    sections: found.sections.map(({ heading, sentence }) => ({ heading: withoutNumber(heading), sentence })),
  }
}

/** "1、", "2.", "1.1 ", "（二）", "一、", "IV.", "##"; what names a part, such as "Chapter 2", stays. */
const numberMark =
  /^(?:\d{1,2}(?:\.\d{1,2}){1,3}[.)]?\s+|\d{1,2}[.):：、．]\s*(?!\d)|[一二三四五六七八九十]{1,3}[、．.]\s*|[（(][一二三四五六七八九十\d]{1,3}[）)]\s*|[IVX]{1,5}\.\s+|#{1,6}\s+)/u

function withoutNumber(heading: string): string {
  // Markdown's marks stand before numbers.
  const bare = heading.replace(numberMark, '').replace(numberMark, '').trim()
  return bare || heading
}
