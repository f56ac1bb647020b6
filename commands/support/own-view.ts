import type { z } from 'zod'
import type { Actor } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import type { Deps } from '../../src/services.js'

/**
 * What a person's own answer was made from. @throws UserError when it was pruned, or is somebody else's: ids can be made
 * up.
 */
export async function ownView<State extends { userId: string }>(
  id: number,
  schema: z.ZodType<State>,
  actor: Actor,
  { stores }: Deps,
): Promise<State> {
  const state = schema.safeParse(await stores.views.load(id)).data
  if (state?.userId !== actor.userId) throw new UserError('component.expired')
  return state
}
