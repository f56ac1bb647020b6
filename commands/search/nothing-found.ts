import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Actor } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import { notice } from '../../src/core/notice.js'
import type { Button, Reply } from '../../src/core/reply.js'
import { escapeMarkdown, truncate } from '../../src/core/text.js'
import { asksForNothing, compileQuery } from '../../src/search/query/compile.js'
import { printFilter, printQuery } from '../../src/search/query/print-query.js'
import type { Query } from '../../src/search/query/query.js'
import { type Relaxation, relaxations } from '../../src/search/query/relax.js'
import type { Deps } from '../../src/services.js'
import type { Asked, Scope } from './find.js'
import { notesOn } from './notes.js'

const maxOffers = 3
/** Each is a search. */
const maxTried = 8

/**
 * What is said when nothing fits: why, as far as it can be told, and the nearest searches that find something, as
 * buttons. `idOf` addresses the button of another search. @throws UserError when there is nothing to offer.
 */
export async function nothingFound(
  asked: Asked,
  read: Query,
  scope: Scope,
  idOf: (asked: Asked) => Promise<string>,
  actor: Actor,
  { stores, index, indexComplete }: Deps,
): Promise<Reply> {
  const { t } = actor
  if (asksForNothing(compileQuery(read, ['en']))) throw new UserError('search.noWords')
  if (!indexComplete()) throw new UserError('search.indexing', { count: index.size })
  const offers: Button[] = []
  for (const each of relaxations(read).slice(0, maxTried)) {
    if (offers.length >= maxOffers) break
    await nextTurn()
    const query = printQuery(each.query)
    const { total } = scope.search(query, { limit: 0 })
    if (total === 0) continue
    const id = await idOf({ query, narrow: '', userId: asked.userId })
    offers.push({ label: describe(each, total, actor), id })
  }
  const notes = notesOn(read, scope, actor)
  const query = truncate(read.text, 150)
  if (offers.length === 0 && notes.length === 0)
    throw new UserError('search.nothing', { query, count: await stores.articles.count(scope.visible) })
  const said = offers.length > 0 ? 'search.nothingYet' : 'search.nothingAtAll'
  return { ...notice([t(said, { query: escapeMarkdown(query) }), ...notes].join('\n')), rows: [offers] }
}

function describe({ without, filter }: Relaxation, count: number, { t }: Actor): string {
  if (filter) return t('search.without.filter', { filter: truncate(printFilter(filter), 40), count })
  return t(`search.without.${without}`, { count })
}
