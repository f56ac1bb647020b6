import { create, insertMultiple, search as searchOrama } from '@orama/orama'
import { stemmer } from '@orama/stemmers/english'
import Sqlite from 'better-sqlite3'
import { Charset, Encoder, Index as FlexIndex } from 'flexsearch'
import english from 'flexsearch/lang/en'
import lunr from 'lunr'
import MiniSearch from 'minisearch'
import { detectLanguage } from '../src/core/language.js'
import { createSearchIndex } from '../src/search/search-index.js'
import { analyze } from '../src/search/text/analyze.js'
import { stopWordsOf } from '../src/search/text/stop-words.js'
import { indexable } from './indexable.js'

export interface Text {
  id: string
  title: string
  text: string
}

/** The best results of a query, at most `limit` ids. */
export type Search = (query: string, limit: number) => string[] | Promise<string[]>

/** Engines over the same documents, ours first. Each is used as its documentation tells, with the setting that is best. */
export const searchEngines: Record<string, (documents: readonly Text[]) => Search | Promise<Search>> = {
  Courant: courant,
  'MiniSearch, defaults': miniSearch,
  'FlexSearch, English': flexSearch,
  'Orama, stems and stop words': orama,
  'lunr, defaults': lunrDefaults,
  'SQLite FTS5, porter': fts5,
  'BM25 on our terms': bm25,
}

/** Through the function that /search calls, with its defaults. */
function courant(documents: readonly Text[]): Search {
  const index = createSearchIndex()
  for (const [id, document] of documents.entries()) index.add(indexable(id, document))
  return (query, limit) => index.search(query, { limit }).hits.map(({ id }) => documents[id]?.id ?? '')
}

function miniSearch(documents: readonly Text[]): Search {
  const index = new MiniSearch<Text>({ fields: ['title', 'text'] })
  index.addAll(documents)
  return (query, limit) =>
    index
      .search(query)
      .slice(0, limit)
      .map(({ id }) => String(id))
}

/** The best of a dozen settings: English stems, title and text as one field. */
function flexSearch(documents: readonly Text[]): Search {
  const index = new FlexIndex({
    tokenize: 'strict',
    resolution: 100,
    encoder: new Encoder({ ...Charset.Default, ...english }),
  })
  for (const [row, { title, text }] of documents.entries()) index.add(row, `${title}\n${text}`)
  return (query, limit) =>
    index.search(query, { limit, suggest: true }).map((row) => documents[Number(row)]?.id ?? '')
}

async function orama(documents: readonly Text[]): Promise<Search> {
  const index = create({
    schema: { title: 'string', text: 'string' } as const,
    components: {
      tokenizer: { stemming: true, stemmer, language: 'english', stopWords: [...stopWordsOf('en')] },
    },
  })
  await insertMultiple(index, [...documents])
  return async (query, limit) => {
    const { hits } = await searchOrama(index, { term: query, limit, threshold: 1 })
    return hits.map(({ id }) => id)
  }
}

function lunrDefaults(documents: readonly Text[]): Search {
  const index = lunr(function () {
    this.field('title')
    this.field('text')
    for (const document of documents) this.add(document)
  })
  return (query, limit) =>
    index
      .query((builder) => {
        for (const term of lunr.tokenizer(query)) builder.term(term.toString(), { usePipeline: true })
      })
      .slice(0, limit)
      .map(({ ref }) => ref)
}

function fts5(documents: readonly Text[]): Search {
  const database = new Sqlite(':memory:')
  database.exec(
    "create virtual table documents using fts5(id unindexed, title, text, tokenize = 'porter unicode61')",
  )
  const insert = database.prepare('insert into documents (id, title, text) values (?, ?, ?)')
  database.transaction(() => {
    for (const { id, title, text } of documents) insert.run(id, title, text)
  })()
  const select = database.prepare<[string, number], { id: string }>(
    'select id from documents where documents match ? order by rank limit ?',
  )
  return (query, limit) => {
    const match = fts5Query(query)
    return match === '' ? [] : select.all(match, limit).map(({ id }) => id)
  }
}

/** Any of the words that are not function words. */
export function fts5Query(query: string): string {
  const stopWords = stopWordsOf('en')
  const words = query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return words
    .filter((word) => !stopWords.has(word))
    .map((word) => `"${word}"`)
    .join(' OR ')
}

/** The textbook (Robertson and Zaragoza 2009, k1 1.2, b 0.75) on the same terms as ours: what the ranking adds. */
function bm25(documents: readonly Text[]): Search {
  const lists = new Map<string, Map<number, number>>()
  const lengths = documents.map(({ title, text }, row) => {
    const content = `${title}\n${text}`
    const terms = analyze(content, detectLanguage(content))
    for (const term of terms) {
      const list = lists.get(term) ?? new Map<number, number>()
      lists.set(term, list.set(row, (list.get(row) ?? 0) + 1))
    }
    return terms.length
  })
  const average = lengths.reduce((sum, length) => sum + length, 0) / documents.length
  return (query, limit) => {
    const scores = new Map<number, number>()
    for (const term of analyze(query, detectLanguage(query))) {
      const list = lists.get(term) ?? new Map<number, number>()
      const rarity = Math.log(1 + (documents.length - list.size + 0.5) / (list.size + 0.5))
      for (const [row, count] of list) {
        const norm = 1.2 * (0.25 + (0.75 * (lengths[row] ?? 0)) / average)
        scores.set(row, (scores.get(row) ?? 0) + (rarity * count * 2.2) / (count + norm))
      }
    }
    return [...scores]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, limit)
      .map(([row]) => documents[row]?.id ?? '')
  }
}
