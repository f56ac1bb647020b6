import { notice } from '../src/core/notice.js'
import { channelOption, textOption } from '../src/core/options.js'
import { escapeMarkdown } from '../src/core/text.js'
import { command } from '../src/services.js'
import { findTopic } from './support/find-topic.js'
import { checkPlace, describePlace, placeOptions, saveSubscription } from './support/subscribe.js'
import { suggestTimeZones, suggestTopics } from './support/suggest.js'
import { suggestSchedules } from './support/suggest-schedules.js'

export default command({
  name: 'subscribe',
  description: 'Post the new articles of a topic to a channel',
  moderators: true,
  options: {
    topic: textOption(50).describe('Which topic'),
    channel: channelOption().describe('Where; this channel if left out').optional(),
    ...placeOptions,
  },
  suggest: { topic: suggestTopics, schedule: suggestSchedules, time_zone: suggestTimeZones },
  async run({ topic: name, ...options }, actor, deps) {
    const topic = await findTopic(name, actor, deps)
    const place = await checkPlace(options, actor, deps)
    await deps.stores.transaction((within) => saveSubscription(topic, place, actor, within))
    return notice(describePlace(escapeMarkdown(topic.name), place, actor))
  },
})
