import { z } from 'zod'
import type { Actor } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { UserError } from '../../src/core/errors.js'
import { textField } from '../../src/core/options.js'
import type { Reply } from '../../src/core/reply.js'
import { escapeMarkdown, hideCredentials, truncate } from '../../src/core/text.js'
import { component, type Deps, form } from '../../src/services.js'
import { type Candidate, candidateSchema } from '../../src/sources/discovery/candidate.js'
import { chooseCandidate } from '../support/choose-candidate.js'
import { describeCounts } from '../support/describe-reading.js'
import { ownView } from '../support/own-view.js'
import { record } from '../support/record.js'
import { speakTo, stepButton } from './checklist.js'
import { showTopic } from './topic.js'

/** Asks for the address of a source; it is on the step for sources. */
export const addressButton = customId('setupAddress', {})
const addressForm = customId('setupAddressForm', {})
const candidateMenu = customId('setupCandidate', { view: z.coerce.number().int() })
const viewSchema = z.object({ candidates: z.array(candidateSchema), userId: z.string() })

export const addressComponents = [
  component({
    id: addressButton,
    moderators: true,
    answer: 'form',
    run: () => ({ form: { id: addressForm.encode({}) } }),
  }),
  component({
    id: candidateMenu,
    moderators: true,
    async run({ view }, actor, deps, [picked]) {
      const { candidates } = await ownView(view, viewSchema, actor, deps)
      const candidate = candidates[Number(picked)]
      if (!candidate) throw new UserError('component.expired')
      return await follow(candidate, actor, deps)
    },
  }),
]

export const addressForms = [
  form({
    id: addressForm,
    moderators: true,
    title: 'setup.address.formTitle',
    fields: { address: textField('setup.address.field', 1000, 'https://example.org') },
    run: (_, { address }, actor, deps) => follow(address, actor, deps),
  }),
]

/** Follows what is at an address and goes on, or asks which of several sources is meant. @throws UserError */
async function follow(address: string | Candidate, asker: Actor, deps: Deps): Promise<Reply> {
  const actor = await speakTo(asker, deps)
  const { guildId, userId, now, t } = actor
  const shown = escapeMarkdown(
    truncate(hideCredentials(typeof address === 'string' ? address : address.url), 200),
  )
  const outcome = await deps.sources.follow({
    address,
    guildId,
    userId,
    post: 0,
    now,
    progress: (count) => actor.progress(t('source.reading', { address: shown, count })),
  })
  if ('candidates' in outcome) {
    const { candidates } = outcome
    const view = await deps.stores.views.save({ candidates, userId }, actor)
    const { rows = [], ...choice } = chooseCandidate(candidates, shown, candidateMenu.encode({ view }), t)
    const back = { label: t('setup.back'), id: stepButton.encode({ step: 'sources' }) }
    return { ...choice, rows: [...rows, [back]] }
  }
  const { source, report } = outcome
  await record(actor, deps.stores, 'source.added', { source: source.title })
  const title = escapeMarkdown(truncate(source.title, 80))
  return await showTopic(actor, deps, { notes: [`✅ **${title}** · ${describeCounts(report, actor)}`] })
}
