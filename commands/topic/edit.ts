import type { Actor } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import { notice } from '../../src/core/notice.js'
import { choiceField, paragraphField, textField, textOption } from '../../src/core/options.js'
import type { Reply } from '../../src/core/reply.js'
import { escapeMarkdown } from '../../src/core/text.js'
import { parseWidth } from '../../src/search/matching/width.js'
import { type Deps, subcommand } from '../../src/services.js'
import type { Topic } from '../../src/store/topics.js'
import { checkQuery } from '../support/check-query.js'
import { editForm } from '../support/edit-form.js'
import { findTopic } from '../support/find-topic.js'
import { matchesSoFar } from '../support/matches-so-far.js'
import { record } from '../support/record.js'
import { showQuery } from '../support/show-query.js'
import { suggestTopics } from '../support/suggest.js'
import { showTopic, topicById } from './card.js'
import { widthOption } from './width-option.js'

const maxName = 50
const maxQuery = 1000

export const edit = subcommand({
  description: 'Change what a topic watches for, or its name; where it is posted stays',
  options: {
    topic: textOption(maxName).describe('Which topic'),
    query: textOption(maxQuery).describe('The new words').optional(),
    width: widthOption,
    name: textOption(maxName).describe('A new name').optional(),
  },
  suggest: { topic: suggestTopics },
  async run({ topic: named, ...wanted }, actor, deps) {
    const topic = await findTopic(named, actor, deps)
    const changed = await change(topic, wanted, actor, deps)
    if (!changed) return await showTopic(topic, actor, deps)
    const params = {
      topic: escapeMarkdown(changed.name),
      query: showQuery(changed.query, actor.t),
      width: actor.t(`width.${parseWidth(changed.width)}`),
    }
    const matches = await matchesSoFar(changed, actor, deps)
    return notice([actor.t('topic.edited', params), ...matches].join('\n'))
  },
})

export const topicEdit = editForm({
  name: 'topic',
  title: 'topic.editTitle',
  fields: {
    name: textField('topic.nameLabel', maxName),
    query: paragraphField('topic.queryLabel', maxQuery),
    width: choiceField('topic.widthLabel', {
      strict: 'width.choice.strict',
      normal: 'width.choice.normal',
      wide: 'width.choice.wide',
    }),
  },
  async current(id, actor, deps) {
    const { name, query, width } = await topicById(id, actor, deps)
    return { name, query, width: parseWidth(width) }
  },
  async save(id, wanted, actor, deps): Promise<Reply> {
    const topic = await topicById(id, actor, deps)
    return await showTopic((await change(topic, wanted, actor, deps)) ?? topic, actor, deps)
  },
})

type Changes = Partial<{ [Name in 'name' | 'query' | 'width']: Topic[Name] | undefined }>

/** The changed topic; undefined when nothing is different. @throws UserError */
async function change(topic: Topic, wanted: Changes, actor: Actor, deps: Deps): Promise<Topic | undefined> {
  const { name = topic.name, query = topic.query, width = topic.width } = wanted
  if (name === topic.name && query === topic.query && width === topic.width) return undefined
  checkQuery(query)
  await deps.stores.transaction(async (within) => {
    if (!(await within.topics.edit(topic, { name, query, width })))
      throw new UserError('topic.exists', { topic: name })
    if (name !== topic.name) await record(actor, within, 'topic.renamed', { topic: topic.name, name })
    if (query !== topic.query || width !== topic.width)
      await record(actor, within, 'topic.edited', { topic: name, query })
  })
  return { ...topic, name, query, width }
}
