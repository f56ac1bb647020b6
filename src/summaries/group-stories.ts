import type { Steps } from '../core/steps.js'
import type { DigestArticle } from './digest-article.js'
import { createStoryLinker } from './stories.js'

/** Linking takes half a millisecond for each; articles that were linked as they came need none. */
const mostLinked = 100
const mostCompared = 250
/** Linked before others have their turn. */
const linkedPerTurn = 4

/**
 * Articles by story, each oldest first. Stories that are known are trusted; articles without one are linked with the
 * others here, unless there are so many that it would keep commands waiting: then they were looked at before. In steps
 * of a few milliseconds.
 */
export function* groupSteps<Article extends DigestArticle>(articles: readonly Article[]): Steps<Article[][]> {
  const sorted = [...articles].sort((a, b) => a.datedAt - b.datedAt || a.id - b.id)
  const alone = sorted.filter(({ storyId }) => storyId == null).length
  const isFew = alone > 0 && alone <= mostLinked && sorted.length <= mostCompared
  const linker = createStoryLinker()
  const stories = new Map<number, Article[]>()
  for (const [i, article] of sorted.entries()) {
    if (isFew && i % linkedPerTurn === 0) yield
    const id = article.storyId ?? (isFew ? linker.assign(article)?.storyId : undefined) ?? article.id
    if (isFew && article.storyId != null) linker.restore([{ ...article, storyId: article.storyId }])
    const members = stories.get(id)
    if (members) members.push(article)
    else stories.set(id, [article])
  }
  return [...stories.values()]
}
