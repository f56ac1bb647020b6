import type { Translate } from '../../src/core/i18n.js'
import type { Button } from '../../src/core/reply.js'

export const pageSize = 5

/** A page number brought into range: lists change between two clicks. Pages count from 1. */
export function clampPage(page: number, total: number, size = pageSize): number {
  return Math.min(Math.max(1, page), pageCount(total, size))
}

export function pageCount(total: number, size = pageSize): number {
  return Math.max(1, Math.ceil(total / size))
}

/** The row of previous and next buttons; none when everything fits on one page. */
export function pageButtons(
  page: number,
  total: number,
  t: Translate,
  idOf: (page: number) => string,
): Button[][] {
  return turnButtons(page, pageCount(total), t, idOf)
}

/** The same for pages that were counted already. */
export function turnButtons(
  page: number,
  pages: number,
  t: Translate,
  idOf: (page: number) => string,
): Button[][] {
  if (pages <= 1) return []
  return [
    [
      { label: t('page.previous'), id: idOf(page - 1), disabled: page <= 1 },
      { label: t('page.next'), id: idOf(page + 1), disabled: page >= pages },
    ],
  ]
}
