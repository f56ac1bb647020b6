import type { Article } from '../../src/core/article.js'
import type { Actor } from '../../src/core/command.js'
import { escapeMarkdown, truncate } from '../../src/core/text.js'
import type { Deps } from '../../src/services.js'

const shown = 3

/** Article id → "also in …": the other sources that tell the same news, among those given. */
export async function alsoIn(
  articles: readonly Article[],
  sources: ReadonlySet<number>,
  { t, locale }: Actor,
  { stores }: Pick<Deps, 'stores'>,
): Promise<Map<number, string>> {
  const storyIds = articles.flatMap(({ storyId }) => storyId ?? [])
  if (storyIds.length === 0) return new Map()
  const told = await stores.stories.tellers([...new Set(storyIds)], sources)
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  return new Map(
    articles.flatMap(({ id, storyId, sourceId }) => {
      const others = told.filter((each) => each.storyId === storyId && each.sourceId !== sourceId)
      const names = [...new Set(others.map(({ sourceTitle }) => escapeMarkdown(truncate(sourceTitle, 40))))]
      return names.length > 0
        ? [[id, t('article.alsoIn', { sources: list.format(names.slice(0, shown)) })]]
        : []
    }),
  )
}
