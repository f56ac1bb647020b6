import type { Translate } from '../../src/core/i18n.js'
import { escapeMarkdown, truncate } from '../../src/core/text.js'

/** A topic's query as a sentence can hold it, on at most so many characters. */
export function showQuery(query: string, t: Translate, maxLength = 300): string {
  return query.trim() === '*' ? t('topic.everything') : escapeMarkdown(truncate(query, maxLength))
}
