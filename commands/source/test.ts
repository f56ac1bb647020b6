import type { ArticleDraft } from '../../src/core/article.js'
import type { Actor } from '../../src/core/command.js'
import { textOption } from '../../src/core/options.js'
import { accent, articleLine } from '../../src/core/render-article.js'
import type { Reply } from '../../src/core/reply.js'
import { escapeMarkdown, hideCredentials, truncate } from '../../src/core/text.js'
import { matches, prepareArticle } from '../../src/search/match-topic.js'
import { parseQuery } from '../../src/search/query/parse-query.js'
import { type Deps, subcommand } from '../../src/services.js'
import type { SourceReading } from '../../src/sources/reading/read-source.js'
import { countKinds } from '../../src/sources/reading/take-reading.js'
import { describeCounts, describeRemarks } from '../support/describe-reading.js'

const shownArticles = 5
const shownCandidates = 10

export const test = subcommand({
  description: 'Show what would be read from an address and posted, without following it',
  slow: true,
  options: { address: textOption(1000).describe('Address of a site, feed, channel or repository') },
  async run({ address }, actor, deps) {
    const found = await deps.sources.find(address, actor.now)
    if ('reading' in found) return await describeTrial(found.reading, actor, deps)
    const lines = found.candidates
      .slice(0, shownCandidates)
      .map(
        ({ title, url, kind }) =>
          `• ${escapeMarkdown(truncate(title ?? url, 100))} (${actor.t(`source.kind.${kind}`)})\n${escapeMarkdown(truncate(hideCredentials(url), 200))}`,
      )
    const heading = actor.t('source.testSeveral', { count: found.candidates.length })
    return { embeds: [{ description: [heading, ...lines].join('\n'), color: accent }] }
  },
})

async function describeTrial(reading: SourceReading, actor: Actor, deps: Deps): Promise<Reply> {
  const { t } = actor
  const { articles, title, url, kind } = reading
  const counts = countKinds(articles)
  const topics = await deps.stores.topics.of(actor.guildId)
  const prepared = articles.map((article) => prepareArticle({ ...article, source: { title, url } }))
  const posted = topics.flatMap(({ name, query, width }) => {
    const parsed = parseQuery(query)
    const count = prepared.filter((article) => matches(parsed, article, actor, width)).length
    return count > 0 ? [t('source.testTopic', { topic: escapeMarkdown(name), count })] : []
  })
  const lines = articles
    .slice(0, shownArticles)
    .map((article) => `• ${articleLine(asShown(article, title), t, 300)}`)
  return {
    embeds: [
      {
        title: escapeMarkdown(truncate(title, 200)),
        description: [
          t('source.testRead', { kind: t(`source.kind.${kind}`), counts: describeCounts(counts, actor) }),
          escapeMarkdown(truncate(hideCredentials(url), 300)),
          ...describeRemarks(reading, actor),
          ...lines,
          ...(posted.length > 0 ? posted : [t('source.testNoTopic')]),
          t('source.testNotSaved'),
        ].join('\n'),
        color: accent,
      },
    ],
  }
}

/** A draft as lists show articles. */
function asShown(draft: ArticleDraft, sourceTitle: string) {
  return { ...draft, id: 0, sourceId: 0, sourceTitle, addedAt: 0, datedAt: 0, updatedAt: 0 }
}
