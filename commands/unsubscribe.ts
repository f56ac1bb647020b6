import { UserError } from '../src/core/errors.js'
import { channelOption, textOption } from '../src/core/options.js'
import { command } from '../src/services.js'
import { findTopic } from './support/find-topic.js'
import { askRemoval } from './support/removal.js'
import { suggestTopics } from './support/suggest.js'

export default command({
  name: 'unsubscribe',
  description: 'Stop posting a topic to a channel',
  moderators: true,
  options: {
    topic: textOption(50).describe('Which topic'),
    channel: channelOption().describe('Where; this channel if left out').optional(),
  },
  suggest: { topic: suggestTopics },
  async run({ topic: name, channel }, actor, deps) {
    const topic = await findTopic(name, actor, deps)
    const channelId = channel ?? actor.channelId
    const subscription = await deps.stores.subscriptions.at(topic.id, channelId)
    if (!subscription)
      throw new UserError('unsubscribe.notSubscribed', { topic: topic.name, channel: `<#${channelId}>` })
    return await askRemoval('subscription', subscription.id, actor, deps)
  },
})
