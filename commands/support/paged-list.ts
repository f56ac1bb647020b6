import type { Actor } from '../../src/core/command.js'
import { accent } from '../../src/core/render-article.js'
import type { Reply } from '../../src/core/reply.js'
import { clampPage, pageButtons, pageCount, pageSize } from './pages.js'

/** One page of a list of things to look after: sources, topics. `idOf` addresses the buttons to other pages. */
export function pagedList(
  title: string,
  lines: readonly string[],
  wanted: number,
  idOf: (page: number) => string,
  { t }: Actor,
): Reply {
  const page = clampPage(wanted, lines.length)
  const shown = lines.slice((page - 1) * pageSize, page * pageSize)
  const pages = pageCount(lines.length)
  const footer = pages > 1 ? { footer: t('page.number', { page, pages }) } : {}
  return {
    embeds: [{ title, description: shown.join('\n\n'), color: accent, ...footer }],
    rows: pageButtons(page, lines.length, t, idOf),
  }
}
