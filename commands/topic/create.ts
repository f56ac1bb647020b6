import { notice } from '../../src/core/notice.js'
import { channelOption, textOption } from '../../src/core/options.js'
import { escapeMarkdown } from '../../src/core/text.js'
import { defaultWidth } from '../../src/search/matching/width.js'
import { subcommand } from '../../src/services.js'
import { createTopic } from '../support/create-topic.js'
import { matchesSoFar } from '../support/matches-so-far.js'
import { showQuery } from '../support/show-query.js'
import { checkPlace, describePlace, placeOptions } from '../support/subscribe.js'
import { suggestTimeZones } from '../support/suggest.js'
import { suggestSchedules } from '../support/suggest-schedules.js'
import { widthOption } from './width-option.js'

export const create = subcommand({
  description: 'Watch for articles that match a query, and post them to a channel',
  options: {
    name: textOption(50).describe('What the topic is called'),
    query: textOption(1000).describe(
      'Words an article must have; "exact phrase", -without, one OR other, source:name',
    ),
    width: widthOption,
    channel: channelOption()
      .describe('Where new articles are posted; this channel, if only a schedule is given')
      .optional(),
    ...placeOptions,
  },
  suggest: { schedule: suggestSchedules, time_zone: suggestTimeZones },
  async run({ name, query, width = defaultWidth, ...options }, actor, deps) {
    const wantsPlace = Object.values(options).some((option) => option !== undefined)
    const place = wantsPlace ? await checkPlace(options, actor, deps) : null
    await createTopic({ name, query, width }, place, actor, deps)
    const topic = escapeMarkdown(name)
    const created = actor.t('topic.created', { topic, query: showQuery(query, actor.t) })
    const matches = await matchesSoFar({ query, width }, actor, deps)
    const next = place ? describePlace(topic, place, actor) : actor.t('topic.notPosted', { topic })
    return notice([created, ...matches, next].join('\n'))
  },
})
