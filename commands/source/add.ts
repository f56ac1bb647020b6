import { z } from 'zod'
import type { Actor } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { UserError } from '../../src/core/errors.js'
import { notice } from '../../src/core/notice.js'
import { textOption } from '../../src/core/options.js'
import type { Reply } from '../../src/core/reply.js'
import { escapeMarkdown, hideCredentials, truncate } from '../../src/core/text.js'
import { component, type Deps, subcommand } from '../../src/services.js'
import { candidateSchema } from '../../src/sources/discovery/candidate.js'
import { chooseCandidate } from '../support/choose-candidate.js'
import { describeAdded } from '../support/describe-reading.js'
import { ownView } from '../support/own-view.js'
import { record } from '../support/record.js'

/** How many of the articles that exist already are posted to topics. */
const postCounts = { nothing: 0, 'latest 3': 3, everything: 500 } as const
type PostChoice = keyof typeof postCounts

const candidateMenu = customId('sourcePick', { view: z.coerce.number().int() })
const viewSchema = z.object({
  candidates: z.array(candidateSchema),
  post: z.number().int(),
  userId: z.string(),
})

export const add = subcommand({
  description: 'Follow a site, a feed or a folder',
  slow: true,
  options: {
    address: textOption(1000).describe(
      'Address of a site, feed, channel or repository, or a folder on the bot’s computer',
    ),
    post: z
      .enum(Object.keys(postCounts) as [PostChoice, ...PostChoice[]])
      .describe('Which of the articles it has already are posted to topics: nothing, if left out')
      .optional(),
  },
  run: ({ address, post = 'nothing' }, actor, deps) => follow(address, postCounts[post], actor, deps),
})

/** The menu of an address that leads to several sources. */
export const addChosen = component({
  id: candidateMenu,
  moderators: true,
  async run({ view }, actor, deps, [picked]) {
    const saved = await ownView(view, viewSchema, actor, deps)
    const candidate = saved.candidates[Number(picked)]
    if (!candidate) throw new UserError('component.expired')
    return await follow(candidate, saved.post, actor, deps)
  },
})

async function follow(
  address: string | z.infer<typeof candidateSchema>,
  post: number,
  actor: Actor,
  deps: Deps,
): Promise<Reply> {
  const shown = escapeMarkdown(
    truncate(hideCredentials(typeof address === 'string' ? address : address.url), 200),
  )
  const outcome = await deps.sources.follow({
    address,
    guildId: actor.guildId,
    userId: actor.userId,
    post,
    now: actor.now,
    progress: (count) => actor.progress(actor.t('source.reading', { address: shown, count })),
  })
  if ('candidates' in outcome) {
    const { candidates } = outcome
    const view = await deps.stores.views.save({ candidates, post, userId: actor.userId }, actor)
    return chooseCandidate(candidates, shown, candidateMenu.encode({ view }), actor.t)
  }
  const { source, report } = outcome
  await record(actor, deps.stores, 'source.added', { source: source.title })
  const hasTopics = (await deps.stores.topics.of(actor.guildId)).length > 0
  const text = describeAdded(source, report, actor)
  const hint = hasTopics ? '' : `\n${actor.t('source.noTopicYet')}`
  return notice(text + hint, truncate(escapeMarkdown(source.title), 256))
}
