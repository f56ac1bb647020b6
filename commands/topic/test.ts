import { UserError } from '../../src/core/errors.js'
import { textOption } from '../../src/core/options.js'
import { defaultWidth } from '../../src/search/matching/width.js'
import { subcommand } from '../../src/services.js'
import { checkQuery } from '../support/check-query.js'
import { findTopic } from '../support/find-topic.js'
import { suggestTopics } from '../support/suggest.js'
import { testTopic } from '../support/test-topic.js'
import { widthOption } from './width-option.js'

export const test = subcommand({
  description: 'What a topic would have been posted for lately, what it just missed, and why',
  options: {
    topic: textOption(50).describe('A topic, or leave it out and try a query').optional(),
    query: textOption(1000).describe('A query to try').optional(),
    width: widthOption,
  },
  suggest: { topic: suggestTopics },
  async run({ topic: name, query, width }, actor, deps) {
    const topic = name === undefined ? undefined : await findTopic(name, actor, deps)
    const asked = { query: query ?? topic?.query ?? '', width: width ?? topic?.width ?? defaultWidth }
    if (asked.query === '') throw new UserError('topic.nothingToTest')
    checkQuery(asked.query)
    return await testTopic(asked, actor, deps)
  },
})
