import { z } from 'zod'
import type { Actor, Component } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import type { MessageKey } from '../../src/core/i18n.js'
import { notice } from '../../src/core/notice.js'
import { accent } from '../../src/core/render-article.js'
import type { Button, Reply, Select } from '../../src/core/reply.js'
import { fold } from '../../src/search/text/fold.js'
import { component, type Deps } from '../../src/services.js'
import { ownView } from './own-view.js'
import { clampPage, pageButtons, pageCount, pageSize } from './pages.js'

/** One thing to look after, in a list and in the menu below it. */
export interface ListRow {
  /** At most 780 characters, so that a page fits into an embed. */
  text: string
  choice: Select['choices'][number]
}

interface ListSpec<Filters, Item> {
  /** Of the custom id of its page buttons. */
  name: string
  moderators?: boolean
  title: MessageKey
  placeholder: MessageKey
  /** What to do when there is nothing at all. */
  empty: MessageKey
  /** The custom id of the menu that opens what is picked. */
  menu(page: number): string
  filters: z.ZodType<Filters>
  find(actor: Actor, deps: Deps): Promise<Item[]>
  /** Whether something passes the filters. */
  passes(filters: Filters, actor: Actor, deps: Deps): (item: Item) => boolean
  /** One page of it. */
  draw(items: readonly Item[], actor: Actor, deps: Deps): Promise<ListRow[]>
}

interface PagedList<Filters> {
  /** The first page of what passes the filters. */
  show(filters: Filters, actor: Actor, deps: Deps): Promise<Reply>
  /** The buttons to other pages. */
  turn: Component<Deps>
  /** The custom id of a button that leads to the first page of everything. */
  firstPage: string
}

/** No filter was chosen, so no view is needed. */
const noView = 0

/**
 * A list of things to look after, page by page, with a menu that opens one. Filters are kept in a view, whose id the
 * buttons carry: words may be longer than a button's address.
 */
export function listOf<Filters extends object, Item>(spec: ListSpec<Filters, Item>): PagedList<Filters> {
  const pageId = customId(spec.name, { page: z.coerce.number().int(), view: z.coerce.number().int() })
  const viewSchema = z.object({ filters: spec.filters, userId: z.string() })

  async function draw(wanted: number, view: number, filters: Filters, actor: Actor, deps: Deps) {
    const { t } = actor
    const all = await spec.find(actor, deps)
    if (all.length === 0) return notice(t(spec.empty), t(spec.title))
    const found = all.filter(spec.passes(filters, actor, deps))
    const clear: Button[] = view === noView ? [] : [{ label: t('list.all'), id: pageIdOf(1, noView) }]
    if (found.length === 0)
      return { ...notice(t('list.nothingFits', { count: all.length }), t(spec.title)), rows: [clear] }
    const page = clampPage(wanted, found.length)
    const rows = await spec.draw(found.slice((page - 1) * pageSize, page * pageSize), actor, deps)
    const footer = [
      ...(found.length > pageSize ? [t('page.number', { page, pages: pageCount(found.length) })] : []),
      ...(view === noView ? [] : [t('list.filtered', { count: found.length, all: all.length })]),
    ].join(' · ')
    const [turn = []] = pageButtons(page, found.length, t, (to) => pageIdOf(to, view))
    return {
      embeds: [
        {
          title: t(spec.title),
          description: rows.map(({ text }) => text).join('\n\n'),
          color: accent,
          ...(footer && { footer }),
        },
      ],
      rows: [
        [
          {
            id: spec.menu(page),
            placeholder: t(spec.placeholder),
            choices: rows.map(({ choice }) => choice),
          },
        ],
        [...turn, ...clear],
      ],
    }
  }

  const pageIdOf = (page: number, view: number) => pageId.encode({ page, view })

  return {
    firstPage: pageIdOf(1, noView),
    async show(filters, actor, deps) {
      const isFiltered = Object.values(filters).some((value) => value !== undefined)
      const view = isFiltered
        ? await deps.stores.views.save({ filters, userId: actor.userId }, actor)
        : noView
      return await draw(1, view, filters, actor, deps)
    },
    turn: component({
      id: pageId,
      ...(spec.moderators && { moderators: true }),
      async run({ page, view }, actor, deps) {
        if (view === noView) return await draw(page, view, spec.filters.parse({}), actor, deps)
        const { filters } = await ownView(view, viewSchema, actor, deps)
        return await draw(page, view, filters, actor, deps)
      },
    }),
  }
}

/** Whether one of several texts has all words of another, in whatever case. */
export function hasWords(words: string, texts: readonly string[]): boolean {
  const haystack = fold(texts.join(' '))
  return fold(words)
    .split(/\s+/)
    .every((word) => haystack.includes(word))
}
