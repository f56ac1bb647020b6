import { z } from 'zod'
import { subjectOf } from '../../src/answers/question-parts.js'
import type { Actor, PickedMessage } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { UserError } from '../../src/core/errors.js'
import { notice } from '../../src/core/notice.js'
import { textField, textOption } from '../../src/core/options.js'
import type { Button, Reply, Select } from '../../src/core/reply.js'
import { truncate } from '../../src/core/text.js'
import { version } from '../../src/core/version.js'
import { command, component, type Deps, form } from '../../src/services.js'
import { articleButton, articleMenu } from '../support/article-menu.js'
import { askButton } from '../support/article-summary.js'
import { ownView } from '../support/own-view.js'
import { isStored } from '../support/shown-article.js'
import { earlierQuestion, remember, wishOf } from './conversation.js'
import { type Drawn, drawAnswers, drawEvidence, drawWritten, type WrittenClaim } from './draw.js'
import { type Asked, askedSchema, type Found, findAnswers, isAnswered } from './find.js'
import { writeAnswer } from './write.js'

const maxQuestion = 6000
/** Of a quoted sentence, in the view and in feedback. */
const keptLength = 1000
/** A select menu's choices; one is everything. */
const maxTopics = 24

const view = z.coerce.number().int()
const shareButton = customId('askShare', { view })
const moreButton = customId('askMore', { view })
const topicMenu = customId('askTopic', { view })
const aboutForm = customId('askAbout', { article: z.coerce.number().int() })
const aboutMessageForm = customId('askAboutMessage', { view })
const opinionButton = customId('askOpinion', { view, good: z.enum(['yes', 'no']) })

/** With what was answered: an opinion is about that, whatever the answer would be by now. */
const answeredSchema = askedSchema.extend({
  level: z.string(),
  evidence: z.array(z.object({ articleId: z.number(), sentence: z.string() })),
  /** In the words of the language model. */
  written: z.array(z.object({ text: z.string(), articleId: z.number() })).optional(),
})
const messageSchema = z.object({ text: z.string(), links: z.array(z.string()), userId: z.string() })
/** The choice of the menu of topics that stands for all of them. */
const everything = 'everything'
const topicPrefix = 'topic:'

export default command({
  name: 'ask',
  description: 'An answer from what was read, word for word and with its source',
  options: { question: textOption(maxQuestion).describe('What you would like to know') },
  async run({ question }, actor, deps) {
    const earlier = await earlierQuestion(actor, deps, false)
    const asked = { question, userId: actor.userId, ...(earlier !== undefined && { earlier }) }
    const answer = await reply(asked, actor, deps)
    await remember(asked, actor, deps, false)
    return answer
  },
  components: [
    component({
      id: askButton,
      answer: 'form',
      run: ({ article }) => ({ form: { id: aboutForm.encode({ article }) } }),
    }),
    component({
      id: shareButton,
      answer: 'share',
      async run({ view }, actor, deps) {
        const { written, ...asked } = await ownView(view, answeredSchema, actor, deps)
        const found = await findAnswers(asked, actor, deps)
        if (!isAnswered(found)) throw new UserError('summary.gone')
        const content = actor.t('share.by', { user: `<@${actor.userId}>` })
        return { content, ...inPublic(draw(asked, found, written, actor), asked, actor, deps) }
      },
    }),
    component({
      id: moreButton,
      answer: 'reply',
      async run({ view }, actor, deps) {
        const asked = await ownView(view, askedSchema, actor, deps)
        const { embed, articles } = drawEvidence(asked, await findAnswers(asked, actor, deps), actor)
        return { embeds: [embed], rows: [articleMenu(articles.filter(isStored), actor.t)] }
      },
    }),
    component({
      id: topicMenu,
      async run({ view }, actor, deps, [picked = everything]) {
        const { topic: _, ...asked } = await ownView(view, askedSchema, actor, deps)
        const topic = picked.startsWith(topicPrefix) ? picked.slice(topicPrefix.length) : undefined
        return await reply({ ...asked, ...(topic !== undefined && { topic }) }, actor, deps)
      },
    }),
    component({
      id: opinionButton,
      answer: 'reply',
      async run({ view, good }, actor, deps) {
        const { question, level, evidence } = await ownView(view, answeredSchema, actor, deps)
        const opinion = { question, level, evidence, good: good === 'yes', version, givenAt: actor.now }
        await deps.stores.feedback.put(view, { guildId: actor.guildId, ...opinion })
        return notice(actor.t('ask.thanks'))
      },
    }),
  ],
  forms: [
    form({
      id: aboutForm,
      title: 'ask.aboutTitle',
      fields: { question: textField('ask.question', 1000) },
      answer: 'reply',
      run: ({ article }, { question }, actor, deps) =>
        reply({ question, article, userId: actor.userId }, actor, deps),
    }),
    form({
      id: aboutMessageForm,
      title: 'ask.aboutMessageTitle',
      fields: { question: textField('ask.question', 1000) },
      answer: 'reply',
      async run({ view }, { question }, actor, deps) {
        const { userId, ...message } = await ownView(view, messageSchema, actor, deps)
        return await reply({ question, message, userId }, actor, deps)
      },
    }),
  ],
  messageActions: [
    {
      name: 'Ask about this',
      answer: 'form',
      async run({ text, links }: PickedMessage, actor, { stores }) {
        const view = await stores.views.save({ text, links, userId: actor.userId }, actor)
        return { form: { id: aboutMessageForm.encode({ view }) } }
      },
    },
  ],
  async onAddressed(addressed, actor, deps) {
    const wish = await wishOf(addressed, actor, deps)
    if (wish?.kind !== 'answer') return wish && notice(actor.t('ask.help'))
    const { asked } = wish
    const found = await findAnswers(asked, actor, deps)
    const written = await writeAnswer(asked, found, actor, deps)
    await remember(asked, actor, deps, true)
    return inPublic(draw(asked, found, written, actor), asked, actor, deps)
  },
})

async function reply(asked: Asked, actor: Actor, deps: Deps): Promise<Reply> {
  const found = await findAnswers(asked, actor, deps)
  const written = await writeAnswer(asked, found, actor, deps)
  const { embed, articles } = draw(asked, found, written, actor)
  const evidence = found.answers.flatMap((answer) =>
    answer.evidence.map(({ articleId, sentence }) => ({
      articleId,
      sentence: truncate(sentence, keptLength),
    })),
  )
  const level = found.answers[0]?.level ?? 'none'
  const view = await deps.stores.views.save({ ...asked, level, evidence, written }, actor)
  const stored = articles.filter(isStored)
  return {
    embeds: [embed],
    rows: [
      articleMenu(stored, actor.t),
      await topicChoice(view, asked, actor, deps),
      [...furtherButtons(view, found, stored, actor), ...opinionButtons(view)],
    ],
  }
}

/** In the model's words where there are such, else in those of the articles. */
function draw(asked: Asked, found: Found, written: WrittenClaim[] | undefined, actor: Actor): Drawn {
  const inWords = written && drawWritten(asked, found, written, actor)
  return inWords && inWords.articles.length > 0 ? inWords : drawAnswers(asked, found, actor)
}

function furtherButtons(
  view: number,
  found: Found,
  [first]: Drawn['articles'],
  { t, mayPost }: Actor,
): Button[] {
  const answered = isAnswered(found)
  return [
    ...(answered ? [{ label: t('ask.more'), id: moreButton.encode({ view }) }] : []),
    ...(first ? [{ label: t('ask.summarise'), id: articleButton.encode({ article: first.id }) }] : []),
    { label: t('share.button'), id: shareButton.encode({ view }), disabled: !mayPost || !answered },
  ]
}

function opinionButtons(view: number): Button[] {
  return [
    { label: '👍', id: opinionButton.encode({ view, good: 'yes' }) },
    { label: '👎', id: opinionButton.encode({ view, good: 'no' }) },
  ]
}

/** The menu that asks again in a topic; nothing where there is no choice. */
async function topicChoice(
  view: number,
  asked: Asked,
  { guildId, t }: Actor,
  { stores }: Deps,
): Promise<Select[]> {
  if (asked.article !== undefined || asked.message) return []
  const topics = await stores.topics.of(guildId)
  if (topics.length === 0) return []
  const choices = topics.slice(0, maxTopics).map(({ name }) => ({ label: name, value: topicPrefix + name }))
  const all = { label: t('ask.everywhere'), value: everything }
  return [{ id: topicMenu.encode({ view }), placeholder: t('ask.inTopic'), choices: [all, ...choices] }]
}

/** For everyone; what is said in answer to it goes on from this question. */
function inPublic(
  { embed, articles }: Drawn,
  { question, earlier }: Asked,
  actor: Actor,
  { stores }: Deps,
): Reply {
  return {
    embeds: [embed],
    rows: [articleMenu(articles.filter(isStored), actor.t)],
    sent: (place) =>
      stores.conversations.put({ place, userId: null, aloud: true }, subjectOf(question, earlier), actor),
  }
}
