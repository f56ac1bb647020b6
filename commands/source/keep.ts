import { z } from 'zod'
import { leastRetentionDays } from '../../src/core/least-retention-days.js'
import { notice } from '../../src/core/notice.js'
import { textOption } from '../../src/core/options.js'
import { escapeMarkdown } from '../../src/core/text.js'
import { subcommand } from '../../src/services.js'
import { findFollowed } from '../support/find-followed.js'
import { record } from '../support/record.js'
import { suggestSources } from '../support/suggest.js'

/** Articles are shared: the longest wish of all servers counts, within what the operator allows. */
export const keep = subcommand({
  description: 'How long articles are kept, or how many; as long as possible if neither is named',
  options: {
    source: textOption(1000).describe('Of which source; of all of them, if left out').optional(),
    days: z.int().min(leastRetentionDays).max(3650).describe('For so many days').optional(),
    articles: z.int().min(100).max(100_000).describe('The newest so many').optional(),
  },
  suggest: { source: suggestSources },
  async run({ source: text, days = null, articles = null }, actor, deps) {
    const { guildId, t } = actor
    const source = text === undefined ? undefined : await findFollowed(text, actor, deps)
    const wish = { days: days ?? 0, articles: articles ?? 0 }
    await deps.stores.transaction(async ({ retention, ...stores }) => {
      if (source) await retention.keepSource(guildId, source.id, { days, articles })
      else await retention.keepAll(guildId, { days, articles })
      const detail = { ...wish, scope: source ? 'one' : 'all', source: source?.title ?? '' }
      await record(actor, stores, 'source.kept', detail)
    })
    return notice(
      t('source.kept', {
        ...wish,
        scope: source ? 'one' : 'all',
        source: escapeMarkdown(source?.title ?? ''),
      }),
    )
  },
})
