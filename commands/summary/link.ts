import { z } from 'zod'
import type { Actor, PickedMessage } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { UserError } from '../../src/core/errors.js'
import { textOption } from '../../src/core/options.js'
import type { Reply } from '../../src/core/reply.js'
import { component, type Deps, subcommand } from '../../src/services.js'
import type { SummaryLength } from '../../src/summaries/summarize.js'
import { articleSummary, summaryEmbed, summaryLengths } from '../support/article-summary.js'
import { ownView } from '../support/own-view.js'
import { readLinked, readMessage } from '../support/read-message.js'
import { isStored } from '../support/shown-article.js'
import { lengthOption } from './length-option.js'

const askedSchema = z.object({ address: z.string(), userId: z.string() })
/** The page is read anew: it is not stored. */
const inLengthButton = customId('linkLength', {
  view: z.coerce.number().int(),
  length: z.enum(summaryLengths),
})

export const link = subcommand({
  description: 'The gist of any page on the web; it is read for you and not stored',
  slow: true,
  options: { address: textOption(2000).describe('Its address'), length: lengthOption },
  async run({ address, length }, actor, deps) {
    const view = await deps.stores.views.save({ address, userId: actor.userId }, actor)
    return await showLink(view, address, length, actor, deps)
  },
})

export const linkLength = component({
  id: inLengthButton,
  async run({ view, length }, actor, deps) {
    const { address } = await ownView(view, askedSchema, actor, deps)
    return await showLink(view, address, length, actor, deps)
  },
})

async function showLink(
  view: number,
  address: string,
  length: SummaryLength | undefined,
  actor: Actor,
  deps: Deps,
): Promise<Reply> {
  const shown = await readLinked(address, -2, actor, deps)
  const inLength = (other: SummaryLength) => inLengthButton.encode({ view, length: other })
  const reply = await articleSummary(shown, actor, deps, { length, inLength })
  return isStored(shown) || !actor.moderator ? reply : { ...reply, content: actor.t('summary.notStored') }
}

/** Each thing that is in a message or that it links to; from the first one goes on as usual. */
export async function summariseMessage(message: PickedMessage, actor: Actor, deps: Deps): Promise<Reply> {
  const [first, ...more] = await readMessage(message, actor, deps)
  if (!first) throw new UserError('message.nothingToRead')
  const { embeds = [], rows = [] } = await articleSummary(first, actor, deps)
  const others = await Promise.all(more.map((each) => summaryEmbed(each, 'line', actor, deps)))
  return { embeds: [...embeds, ...others], rows }
}
