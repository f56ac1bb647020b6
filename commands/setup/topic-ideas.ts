import type { Actor } from '../../src/core/command.js'
import { truncate } from '../../src/core/text.js'
import { printFilter } from '../../src/search/query/print-query.js'
import { tellingWords } from '../../src/search/telling-words.js'
import type { Deps } from '../../src/services.js'
import { sourceLabels } from '../support/source-label.js'

/** A topic that could be made of what was read. */
export interface TopicIdea {
  value: string
  label: string
  description?: string
  name: string
  query: string
}

/** The newest articles, whose titles say what there is to watch for. */
const articlesLookedAt = 60
const maxWords = 5
const maxSources = 10
const maxName = 50

/** Everything, the words that the newest titles share, and each source; the last one leaves all of it to the person. */
export async function topicIdeas(actor: Actor, deps: Deps): Promise<TopicIdea[]> {
  const { t, guildId } = actor
  const sources = await deps.stores.followers.followedBy(guildId)
  const latest = await deps.stores.articles.latest(new Set(sources.map(({ id }) => id)), articlesLookedAt)
  const words = tellingWords(latest, (term) => deps.index.information(term), maxWords)
  const labels = [...sourceLabels(sources)].slice(0, maxSources)
  return [
    ...(sources.length > 0
      ? [{ value: 'all', label: t('setup.topic.all'), name: t('setup.topic.allName'), query: '*' }]
      : []),
    ...words.map(({ word, count }) => ({
      value: `word:${word}`,
      label: word,
      description: t('setup.topic.inTitles', { count }),
      name: truncate(word, maxName),
      query: word,
    })),
    ...labels.map(([id, title]) => ({
      value: `source:${id}`,
      label: t('setup.topic.ofSource', { source: title }),
      name: truncate(title, maxName),
      query: printFilter({ field: 'source', value: sources.find((each) => each.id === id)?.title ?? title }),
    })),
    { value: 'own', label: t('setup.topic.own'), name: '', query: '' },
  ]
}
