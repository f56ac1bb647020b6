import { z } from 'zod'
import type { Actor } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { postableChannels, textField } from '../../src/core/options.js'
import type { Reply } from '../../src/core/reply.js'
import { escapeMarkdown } from '../../src/core/text.js'
import { defaultWidth } from '../../src/search/match-topic.js'
import { component, type Deps, form } from '../../src/services.js'
import { createTopic } from '../support/create-topic.js'
import { matchesSoFar } from '../support/matches-so-far.js'
import { showQuery } from '../support/show-query.js'
import { channelError, checkPlace, describePlace } from '../support/subscribe.js'
import { drawStep, readProgress, speakTo } from './checklist.js'
import { showTest } from './test-post.js'
import { topicIdeas } from './topic-ideas.js'

const id = z.string().regex(/^\d+$/)
const channelMenu = customId('setupChannel', {})
const ideaMenu = customId('setupIdea', { channel: id })
const topicForm = customId('setupTopic', { channel: id })

/** The fourth step: what a channel is told about. It is the channel where the setup goes on, unless told. */
export async function showTopic(
  asker: Actor,
  deps: Deps,
  { channel = asker.channelId, notes = [] }: { channel?: string; notes?: readonly string[] } = {},
): Promise<Reply> {
  const actor = await speakTo(asker, deps)
  const { t } = actor
  const progress = await readProgress(actor, deps)
  const problem = await deps.channels.check(channel)
  const error = problem && channelError(problem, channel)
  const ideas = await topicIdeas(actor, deps)
  return drawStep(
    'topic',
    {
      notes,
      text: [
        t(progress.place ? 'setup.topic.another' : 'setup.topic.text', { channel: `<#${channel}>` }),
        ...(error ? [`⚠️ ${t(error.key, error.params)}`] : []),
        ...(progress.sources.length === 0 ? [`ℹ️ ${t('setup.topic.noSources')}`] : []),
      ].join('\n'),
      rows: [
        [
          {
            kind: 'channel',
            id: channelMenu.encode({}),
            placeholder: t('setup.topic.channel'),
            channelTypes: postableChannels,
            picked: [channel],
          },
        ],
        [
          {
            id: ideaMenu.encode({ channel }),
            placeholder: t('setup.topic.choose'),
            choices: ideas.map(({ label, value, description }) => ({
              label,
              value,
              ...(description && { description }),
            })),
          },
        ],
      ],
    },
    progress,
    actor,
  )
}

export const topicComponents = [
  component({
    id: channelMenu,
    moderators: true,
    run: (_, actor, deps, [channel]) => showTopic(actor, deps, channel === undefined ? {} : { channel }),
  }),
  component({
    id: ideaMenu,
    moderators: true,
    answer: 'form',
    async run({ channel }, asker, deps, [picked]) {
      const ideas = await topicIdeas(await speakTo(asker, deps), deps)
      // What was suggested may be gone meanwhile: then the form is empty.
      const { name = '', query = '' } = ideas.find(({ value }) => value === picked) ?? {}
      return { form: { id: topicForm.encode({ channel }), values: { name, query } } }
    },
  }),
]

export const topicForms = [
  form({
    id: topicForm,
    moderators: true,
    title: 'setup.topic.formTitle',
    fields: { name: textField('setup.topic.name', 50), query: textField('setup.topic.query', 1000) },
    async run({ channel }, { name, query }, asker, deps) {
      const actor = await speakTo(asker, deps)
      const { t } = actor
      const place = await checkPlace({ channel }, actor, deps)
      const topic = await createTopic({ name, query, width: defaultWidth }, place, actor, deps)
      const shown = escapeMarkdown(name)
      const notes = [
        t('topic.created', { topic: shown, query: showQuery(query, t) }),
        ...(await matchesSoFar(topic, actor, deps)),
        describePlace(shown, place, actor),
      ]
      return await showTest(actor, deps, { notes })
    },
  }),
]
