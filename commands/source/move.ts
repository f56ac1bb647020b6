import { z } from 'zod'
import type { Actor } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { UserError } from '../../src/core/errors.js'
import { notice } from '../../src/core/notice.js'
import { textField, textOption } from '../../src/core/options.js'
import type { Reply } from '../../src/core/reply.js'
import { escapeMarkdown, hideCredentials, truncate } from '../../src/core/text.js'
import { component, type Deps, form, subcommand } from '../../src/services.js'
import { type Candidate, candidateSchema } from '../../src/sources/discovery/candidate.js'
import { moveButton } from '../../src/sources/health/render-health.js'
import { displayAddress } from '../../src/sources/source-address.js'
import type { Source } from '../../src/store/sources.js'
import { chooseCandidate } from '../support/choose-candidate.js'
import { findFollowed, followedById } from '../support/find-followed.js'
import { ownView } from '../support/own-view.js'
import { record } from '../support/record.js'
import { suggestSources } from '../support/suggest.js'

const candidateMenu = customId('sourceMove', { view: z.coerce.number().int() })
const viewSchema = z.object({
  candidates: z.array(candidateSchema),
  source: z.number().int(),
  userId: z.string(),
})

const addressOption = textOption(1000)

export const move = subcommand({
  description: 'Give a source a new address; its articles stay',
  slow: true,
  options: {
    source: textOption(1000).describe('Which source'),
    address: addressOption.describe('Its new address: of a site, feed, channel or repository'),
  },
  suggest: { source: suggestSources },
  run: async ({ source, address: to }, actor, deps) =>
    await moveTo(await findFollowed(source, actor, deps), to, actor, deps),
})

/** "Replace address", under an alert: asks for the address. */
export const moveOpen = component({
  id: moveButton,
  moderators: true,
  answer: 'form',
  run: ({ source }) => ({ form: { id: moveFormId.encode({ source }) } }),
})

const moveFormId = customId('sourceMoveForm', { source: z.coerce.number().int() })

export const moveForm = form({
  id: moveFormId,
  moderators: true,
  answer: 'reply',
  title: 'source.moveTitle',
  fields: { address: textField('source.moveLabel', 1000, 'https://example.org/news') },
  run: async ({ source }, { address: to }, actor, deps) =>
    await moveTo(await followedById(source, actor, deps), to, actor, deps),
})

/** The menu of a new address that leads to several sources. */
export const moveChosen = component({
  id: candidateMenu,
  moderators: true,
  async run({ view }, actor, deps, [picked]) {
    const saved = await ownView(view, viewSchema, actor, deps)
    const candidate = saved.candidates[Number(picked)]
    if (!candidate) throw new UserError('component.expired')
    const source = await followedById(saved.source, actor, deps)
    return await moveTo(source, candidate, actor, deps)
  },
})

async function moveTo(source: Source, to: string | Candidate, actor: Actor, deps: Deps): Promise<Reply> {
  if (source.kind === 'folder') throw new UserError('source.folderHasNoOptions', { source: source.title })
  const moved = await deps.sources.setAddress(actor.guildId, source, to, actor.now)
  if ('candidates' in moved) {
    const { candidates } = moved
    const state = { candidates, source: source.id, userId: actor.userId }
    const view = await deps.stores.views.save(state, actor)
    const shown = escapeMarkdown(truncate(hideCredentials(typeof to === 'string' ? to : to.url), 200))
    return chooseCandidate(candidates, shown, candidateMenu.encode({ view }), actor.t)
  }
  const address = displayAddress(moved.source)
  await record(actor, deps.stores, 'source.moved', { source: source.title, address })
  const lostHeaders = Object.keys(source.headers).length > Object.keys(moved.source.headers).length
  return notice(
    [
      actor.t('source.moved', {
        source: escapeMarkdown(source.title),
        address: escapeMarkdown(truncate(address, 300)),
      }),
      ...(lostHeaders ? [actor.t('source.headersDropped')] : []),
    ].join('\n'),
  )
}
