import { textOption } from '../../src/core/options.js'
import { subcommand } from '../../src/services.js'
import { findFollowed } from '../support/find-followed.js'
import { askRemoval } from '../support/removal.js'
import { suggestSources } from '../support/suggest.js'

export const remove = subcommand({
  description: 'Stop following a source',
  options: { source: textOption(1000).describe('Which source') },
  suggest: { source: suggestSources },
  async run({ source: text }, actor, deps) {
    const { id } = await findFollowed(text, actor, deps)
    return await askRemoval('source', id, actor, deps)
  },
})
