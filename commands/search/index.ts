import { z } from 'zod'
import type { Actor } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { UserError } from '../../src/core/errors.js'
import { textOption } from '../../src/core/options.js'
import { accent } from '../../src/core/render-article.js'
import type { Button, Reply } from '../../src/core/reply.js'
import { escapeMarkdown, truncate } from '../../src/core/text.js'
import { maxQueryLength } from '../../src/search/query/parse-query.js'
import { parsePeriod } from '../../src/search/query/period.js'
import { printFilter } from '../../src/search/query/print-query.js'
import { type Query, type Sort, sorts, textClauses } from '../../src/search/query/query.js'
import type { SearchAnswer } from '../../src/search/search-index.js'
import { fold } from '../../src/search/text/fold.js'
import { command, component, type Deps } from '../../src/services.js'
import { alsoIn } from '../support/also-in.js'
import { articleMenu } from '../support/article-menu.js'
import { ownView } from '../support/own-view.js'
import { clampPage, pageButtons, pageCount, pageSize } from '../support/pages.js'
import { suggestPeriods, suggestSources, suggestTopics } from '../support/suggest.js'
import { everything, facetLine, narrowedTo, narrowings, narrowMenu } from './facets.js'
import { type Asked, askedSchema, type Scope, scopeOf, sourceFilter, textOf, withFilters } from './find.js'
import { notesOn } from './notes.js'
import { nothingFound } from './nothing-found.js'
import { renderResults } from './results.js'
import { suggestQuery } from './suggest-query.js'

/** What was asked is in a stored view: it may be longer than a button's address. */
const view = z.coerce.number().int()
const page = z.coerce.number().int()
const pageButton = customId('search', { view, page })
const shareButton = customId('searchShare', { view, page })
const sortButton = customId('searchSort', { view, sort: z.enum(sorts) })
const narrowChoice = customId('searchNarrow', { view })

/** An embed's description. */
const maxLength = 4096

export default command({
  name: 'search',
  description: 'Find articles in everything this server follows',
  options: {
    query: textOption(maxQueryLength).describe(
      'Words; "exact phrase", -without, +required, one OR other, title:word, word*; * is everything',
    ),
    topic: textOption(50).describe('Only what this topic would be posted for').optional(),
    source: textOption(200).describe('Only from this source').optional(),
    period: textOption(50).describe('Only from then: last week, 30d, 2026, 2026-05').optional(),
    sort: z
      .enum(sorts)
      .describe('The best (fresh ones a little higher), relevance alone, newest or oldest first')
      .optional(),
  },
  suggest: { query: suggestQuery, topic: suggestTopics, source: suggestSources, period: suggestPeriods },
  async run(options, actor, deps) {
    const scope = await scopeOf(actor, deps)
    const query = await queryFrom(options, scope, actor)
    const asked = { query, narrow: '', sort: options.sort, userId: actor.userId }
    const { reply, answer } = await show(asked, scope, actor, deps)
    // A query that found nothing is not worth to be suggested again, nor is a slip.
    const worth = answer.corrected ?? query
    if (answer.total > 0) await deps.stores.searches.remember(actor.guildId, actor.userId, worth, actor.now)
    return reply
  },
  components: [
    component({
      id: pageButton,
      async run(state, actor, deps) {
        const asked = await ownView(state.view, askedSchema, actor, deps)
        const scope = await scopeOf(actor, deps)
        return (await showPage(state.view, asked, state.page, scope, actor, deps)).reply
      },
    }),
    component({
      id: narrowChoice,
      async run(state, actor, deps, [picked = everything]) {
        const asked = await ownView(state.view, askedSchema, actor, deps)
        const narrow = picked === everything ? '' : picked
        return (await show({ ...asked, narrow }, await scopeOf(actor, deps), actor, deps)).reply
      },
    }),
    component({
      id: sortButton,
      async run(state, actor, deps) {
        const asked = await ownView(state.view, askedSchema, actor, deps)
        return (await show({ ...asked, sort: state.sort }, await scopeOf(actor, deps), actor, deps)).reply
      },
    }),
    component({
      id: shareButton,
      answer: 'share',
      async run(state, actor, deps) {
        const asked = await ownView(state.view, askedSchema, actor, deps)
        const found = await findPage(asked, state.page, await scopeOf(actor, deps), actor, deps)
        if (found.articles.length === 0) throw new UserError('summary.gone')
        return {
          content: actor.t('share.by', { user: `<@${actor.userId}>` }),
          embeds: [{ ...found.embed, footer: actor.t('count.articles', { count: found.answer.total }) }],
          rows: [articleMenu(found.articles, actor.t)],
        }
      },
    }),
  ],
})

interface Options {
  query: string
  topic?: string | undefined
  source?: string | undefined
  period?: string | undefined
}

/** The options as text: what can be picked can also be typed. @throws UserError for a value that cannot be meant. */
async function queryFrom(
  { query, topic, source, period }: Options,
  scope: Scope,
  { now }: Actor,
): Promise<string> {
  const filters: string[] = []
  if (topic !== undefined) filters.push(printFilter({ field: 'topic', value: topic }))
  if (source !== undefined) {
    // The list that Discord shows gives ids.
    const picked = scope.sources.find(({ id, title }) => String(id) === source || title === source)
    filters.push(
      picked ? sourceFilter(picked, scope.sources) : printFilter({ field: 'source', value: source }),
    )
  }
  if (period !== undefined) {
    if (!parsePeriod(period, now)) throw new UserError('search.unknownPeriod', { period })
    filters.push(printFilter({ field: 'period', value: period }))
  }
  return withFilters(filters, query)
}

interface Shown {
  reply: Reply
  answer: SearchAnswer
}

async function show(asked: Asked, scope: Scope, actor: Actor, deps: Deps): Promise<Shown> {
  return await showPage(await deps.stores.views.save(asked, actor), asked, 1, scope, actor, deps)
}

async function showPage(
  id: number,
  asked: Asked,
  wanted: number,
  scope: Scope,
  actor: Actor,
  deps: Deps,
): Promise<Shown> {
  const { t } = actor
  const { answer, articles, embed, shown, narrower } = await findPage(asked, wanted, scope, actor, deps)
  const idOf = async (other: Asked) =>
    pageButton.encode({ view: await deps.stores.views.save(other, actor), page: 1 })
  const { total } = answer
  if (total === 0) return { reply: await nothingFound(asked, answer.query, scope, idOf, actor, deps), answer }
  const buttons: Button[] = [
    ...pageButtons(shown, total, t, (to) => pageButton.encode({ view: id, page: to })).flat(),
    ...(total > 1 ? [sortToggle(id, answer, asked, actor)] : []),
    { label: t('share.button'), id: shareButton.encode({ view: id, page: shown }), disabled: !actor.mayPost },
  ]
  const offers: Button[] = []
  for (const { label, query } of perhapsMeant(answer, asked, scope, actor, deps))
    offers.push({ label, id: await idOf({ query, narrow: '', userId: asked.userId }), style: 'primary' })
  const menu = narrowMenu(narrowChoice.encode({ view: id }), narrower, asked.narrow, actor)
  return { reply: { embeds: [embed], rows: [articleMenu(articles, t), menu, buttons, offers] }, answer }
}

/** A page of what was asked for, as it is drawn. */
async function findPage(asked: Asked, wanted: number, scope: Scope, actor: Actor, deps: Deps) {
  const text = textOf(asked)
  const find = (at: number) =>
    scope.search(text, { limit: pageSize, offset: (at - 1) * pageSize, facets: asked.narrow === '' })
  let shown = Math.max(1, wanted)
  let answer = find(shown)
  // The index may have shrunk since the button was drawn.
  if (shown !== clampPage(shown, answer.total)) {
    shown = clampPage(shown, answer.total)
    answer = find(shown)
  }
  const articles = await deps.stores.articles.byIds(answer.hits.map((hit) => hit.id))
  const also = await alsoIn(articles, scope.visible, actor, deps)
  const isDivided = answer.total > pageSize || asked.narrow !== ''
  const narrower = isDivided ? await narrowings(asked, answer, scope) : []
  const { t } = actor
  const heading = [
    ...(asked.narrow
      ? [t('search.narrowed', { to: escapeMarkdown(narrowedTo(narrower, asked.narrow, t)) })]
      : []),
    ...(answer.corrected
      ? [t('search.corrected', { query: escapeMarkdown(truncate(answer.corrected, 200)) })]
      : []),
    ...(deps.indexComplete() ? [] : [t('search.indexing', { count: deps.index.size })]),
    ...(answer.missing
      ? [t('search.missing', { words: escapeMarkdown(truncate(listOf(answer.missing, actor), 200)) })]
      : []),
    ...(isByDate(answer.query, asked) ? [t('search.byDate')] : []),
    ...notesOn(answer.query, scope, actor),
    facetLine(narrower, actor),
  ]
    .filter(Boolean)
    .map((note) => `${note}\n\n`)
    .join('')
  const embed = {
    title: t('search.title', { query: escapeMarkdown(truncate(asked.query, 150)) }),
    description:
      heading +
      renderResults(articles, scope.withTopics(answer.query), also, actor, maxLength - heading.length),
    color: accent,
    footer: t('page.footer', { page: shown, pages: pageCount(answer.total), count: answer.total }),
  }
  return { answer, articles, embed, shown, narrower }
}

/** Other searches that the person may have had in mind, each with its label. */
function perhapsMeant(
  answer: SearchAnswer,
  asked: Asked,
  scope: Scope,
  { t }: Actor,
  { index }: Deps,
): { label: string; query: string }[] {
  const meant =
    answer.meant === undefined
      ? []
      : [{ label: t('search.meant', { query: truncate(answer.meant, 50) }), query: answer.meant }]
  // Who types nothing but a name may look for what comes from there.
  const typed = fold(asked.query.trim())
  const source = scope.sources.find(({ title }) => fold(title) === typed)
  const author = index.authors({ sources: scope.visible }).find((name) => fold(name) === typed)
  const named = [
    ...(source
      ? [
          {
            key: 'search.onlySource' as const,
            name: source.title,
            query: sourceFilter(source, scope.sources),
          },
        ]
      : []),
    ...(author
      ? [
          {
            key: 'search.onlyAuthor' as const,
            name: author,
            query: printFilter({ field: 'author', value: author }),
          },
        ]
      : []),
  ]
  return [
    ...meant,
    ...named.flatMap(({ key, name, query }) => {
      const { total } = scope.search(query, { limit: 0 })
      return total === 0 ? [] : [{ label: t(key, { name: truncate(name, 50), count: total }), query }]
    }),
  ]
}

function listOf(words: readonly string[], { locale }: Actor): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(words.map((word) => `“${word}”`))
}

/** Whether words are looked for, and what is found is put in order of time. */
function isByDate(query: Query, { sort }: Asked): boolean {
  const order = query.sort ?? sort
  return (order === 'newest' || order === 'oldest') && textClauses(query).length > 0
}

/** To the newest first, and back. */
function sortToggle(id: number, { query }: SearchAnswer, asked: Asked, { t }: Actor): Button {
  const current: Sort = query.sort ?? asked.sort ?? 'best'
  const sort = current === 'newest' ? 'best' : 'newest'
  return { label: t(`search.sort.${sort}`), id: sortButton.encode({ view: id, sort }) }
}
