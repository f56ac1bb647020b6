import { notice } from '../../src/core/notice.js'
import { textOption } from '../../src/core/options.js'
import { escapeMarkdown } from '../../src/core/text.js'
import { subcommand } from '../../src/services.js'
import { findFollowed } from '../support/find-followed.js'
import { suggestSources } from '../support/suggest.js'

export const remove = subcommand({
  description: 'Stop following a source',
  options: { source: textOption(1000).describe('Which source') },
  suggest: { source: suggestSources },
  async run({ source: text }, actor, deps) {
    const source = await findFollowed(text, actor, deps)
    await deps.sources.unfollow(actor.guildId, source, actor.now)
    return notice(actor.t('source.removed', { source: escapeMarkdown(source.title) }))
  },
})
