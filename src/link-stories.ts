import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Article } from './core/article.js'
import type { Stores } from './store/stores.js'
import { createStoryLinker } from './summaries/stories.js'

/** News is told again within days; what is told later is another story. */
const windowMs = 3 * 86_400_000
/** Articles of the window that are remembered; some 2.3 KB each. */
const maxArticles = 20_000
/** Read together after a start. */
const batch = 100

/** Recognises when several sources tell the same news, and notes it with the articles. */
export function createStoryLinking({ stores, now }: { stores: Stores; now(): number }) {
  const linker = createStoryLinker({ windowMs, maxArticles })

  return {
    /**
     * Links an article that is new, changed or has just been completed with those that tell the same. Of one that
     * another process has stored at the same time as what it resembles, only the later one is linked to the earlier:
     * the other process finds the same pair.
     */
    async link(article: Article, { byOther = false } = {}): Promise<void> {
      const datedAt = article.publishedAt ?? article.addedAt
      const since = now() - windowMs
      linker.forgetBefore(since)
      if (datedAt < since) return
      const { storyId = null } = article
      // A story that was found once stays, also when the article changes.
      if (storyId !== null) return linker.restore([{ ...article, storyId, datedAt }])
      const match = linker.assign({ ...article, datedAt })
      if (match && !(byOther && match.storyId > article.id))
        await stores.stories.link(match.storyId, [match.storyId, article.id])
    },

    /** Remembers the articles of the last days, after a start. */
    async restore(): Promise<void> {
      const ids = await stores.articles.datedSince(now() - windowMs, maxArticles)
      for (let start = 0; start < ids.length; start += batch)
        for (const article of await stores.articles.byIds(ids.slice(start, start + batch))) {
          const { storyId = null, publishedAt, addedAt } = article
          linker.restore([{ ...article, storyId, datedAt: publishedAt ?? addedAt }])
          await nextTurn()
        }
    },
  }
}

export type StoryLinking = ReturnType<typeof createStoryLinking>
