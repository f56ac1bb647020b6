import { OverwriteType, PermissionFlagsBits as P } from 'discord-api-types/v10'
import { describe, expect, it } from 'vitest'
import type { LocalChannel } from '../../src/preview/objects.js'
import { allPermissions, permissionsOf } from '../../src/preview/permissions.js'
import { createState } from '../../src/preview/state.js'

const state = createState(() => Date.UTC(2026, 0, 1))
const guild = state.guild(state.guildId)
const everyoneId = guild.id
const [, , moderatorRole] = guild.roles
const roleId = moderatorRole?.id ?? ''
const userId = state.people.moderator.id
const moderator = guild.members.get(userId)
const general = [...state.channels.values()][0]
if (!moderator || !general) throw new Error('the state has no moderator or channel')

type Layer = [id: string, allow: bigint, deny: bigint]

/** What the moderator may do in a channel with these overwrites, out of `bits`. */
function left(bits: bigint, ...layers: Layer[]): bigint {
  const permission_overwrites = layers.map(([id, allow, deny]) => ({
    id,
    type: id === userId ? OverwriteType.Member : OverwriteType.Role,
    allow: String(allow),
    deny: String(deny),
  }))
  const channel: LocalChannel = { ...(general as LocalChannel), permission_overwrites }
  return permissionsOf(guild, moderator as NonNullable<typeof moderator>, channel) & bits
}

describe('permissions in a channel', () => {
  const bit = P.AddReactions
  it.each<[string, Layer[], boolean]>([
    ['come from the roles', [], true],
    ['are taken by an overwrite for everyone', [[everyoneId, 0n, bit]], false],
    [
      'come back through a role',
      [
        [everyoneId, 0n, bit],
        [roleId, bit, 0n],
      ],
      true,
    ],
    [
      'follow the role before everyone, whatever the order',
      [
        [roleId, 0n, bit],
        [everyoneId, bit, 0n],
      ],
      false,
    ],
    [
      'follow the member before everything',
      [
        [userId, bit, 0n],
        [roleId, 0n, bit],
      ],
      true,
    ],
    ['vanish without View Channel', [[roleId, bit, P.ViewChannel]], false],
  ])('%s', (_, layers, has) => {
    expect(left(bit, ...layers)).toBe(has ? bit : 0n)
  })

  it('lose embeds and files without Send Messages', () => {
    expect(left(P.EmbedLinks | P.AttachFiles | P.ReadMessageHistory, [roleId, 0n, P.SendMessages])).toBe(
      P.ReadMessageHistory,
    )
  })

  it('are complete for the owner, whatever a channel says', () => {
    expect(state.permissionsIn(state.owner.id, general.id)).toBe(allPermissions)
  })
})
