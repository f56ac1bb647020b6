import { columnsIn, parseCsvList } from './parse-csv-list.js'
import { parseJsonList } from './parse-json-list.js'
import { parseOpml } from './parse-opml.js'
import { parseTextList } from './parse-text-list.js'
import { createListBuilder, type ListBuilder, type SourceList } from './source-list.js'

/**
 * A list of sources in any of the forms that readers and bots export and people write: OPML, JSON (MonitoRSS' backups
 * and those of other readers), CSV, or one address per line. Never throws: what cannot be read is among the problems.
 */
export function parseSourceList(text: string): SourceList {
  const list = createListBuilder()
  const source = text.replace(/^\uFEFF/, '')
  const parse = parserFor(source)
  if (parse) parse(source, list)
  else list.note('source.listUnknown')
  return list.finish()
}

/**
 * The content says what it is: names and types of attached files are anybody's choice. Null for other kinds of XML, web
 * pages and what is no text.
 */
function parserFor(text: string): ((text: string, list: ListBuilder) => void) | null {
  if (text.includes('\0')) return null
  if (/^\s*(?:\{|\[\s*["[{\]])/.test(text)) return parseJsonList
  if (/<(?:[\w-]+:)?(?:outline|opml)[\s/>]/i.test(text)) return parseOpml
  if (/^\s*<(?!(?:https?|feed):)/i.test(text)) return null
  const columns = columnsIn(text)
  return columns ? (text, list) => parseCsvList(text, columns, list) : parseTextList
}
