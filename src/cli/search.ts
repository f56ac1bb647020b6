import { UserError } from '../core/errors.js'
import { kindMark } from '../core/render-article.js'
import { asksForNothing, compileQuery } from '../search/query/compile.js'
import { namesAmong } from '../search/query/names.js'
import { printQuery } from '../search/query/print-query.js'
import type { Query } from '../search/query/query.js'
import { relaxations } from '../search/query/relax.js'
import { plainSnippet } from '../search/snippet.js'
import type { Services } from '../services.js'
import { type Call, type CliCommand, type Output, withServices } from './command.js'
import { isoDate, t } from './texts.js'

export const searchCommand: CliCommand = {
  help: {
    'search QUERY':
      'find articles, as /search does: "exact phrase", -without, source:name,\nafter:7d, sort:newest…   [--limit N, default 10]',
  },
  run: withServices(search),
}

async function search(
  { words, flags: { limit } }: Call,
  { index, stores, catchUp }: Services,
): Promise<Output> {
  const text = words.join(' ')
  if (!text.trim()) throw new UserError('cli.missing', { what: 'QUERY', command: 'search' })
  await catchUp(Date.now())
  const names = namesAmong(await stores.sources.all(), await stores.topics.all())
  const find = (asked: string, count: number) =>
    index.search(asked, { ...names, limit: count, now: Date.now() })
  const { total, hits, query, corrected } = find(text, limit)
  if (asksForNothing(compileQuery(query, ['en']))) throw new UserError('search.noWords')
  const scores = new Map(hits.map(({ id, score }) => [id, score]))
  const articles = await stores.articles.byIds(hits.map(({ id }) => id))
  const results = articles.map((article) => ({
    id: article.id,
    title: article.title,
    url: article.url,
    source: article.sourceTitle,
    publishedAt: isoDate(article.publishedAt),
    kind: article.kind,
    score: scores.get(article.id) ?? 0,
    snippet: plainSnippet(article, query),
  }))
  return {
    json: { total, results, ...(corrected !== undefined && { corrected }) },
    text: [
      ...(corrected === undefined ? [] : [t('search.corrected', { query: corrected }).replaceAll('**', '')]),
      t('cli.found', { count: total, shown: results.length < total ? results.length : 0 }),
      ...results.flatMap(({ id, title, source, publishedAt, kind, snippet }) => [
        '',
        `${id}  ${title}`,
        `    ${[source, publishedAt?.slice(0, 10), ...kindMark({ kind }, t)].filter(Boolean).join(' · ')}`,
        ...(snippet ? [`    ${snippet}`] : []),
      ]),
      ...(total > 0 ? [] : nearTo(query, (asked) => find(asked, 0).total)),
    ],
  }
}

/** When nothing fits: searches for less that find something. */
function nearTo(query: Query, count: (text: string) => number): string[] {
  return relaxations(query).flatMap(({ query: less }) => {
    const text = printQuery(less)
    const found = count(text)
    return found > 0 ? [t('cli.near', { query: text, count: found })] : []
  })
}
