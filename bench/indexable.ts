import { detectLanguage } from '../src/core/language.js'
import type { Indexable } from '../src/search/search-index.js'

/** A text as an article of the index, with the language that the bot would tell it by. */
export function indexable(id: number, { title, text }: { title: string; text: string }): Indexable {
  const language = detectLanguage(`${title}\n${text}`)
  const unknown = { author: null, publishedAt: null, datedAt: 0, updatedAt: 0 }
  return { id, sourceId: 1, title, text, kind: 'full', language, ...unknown }
}
