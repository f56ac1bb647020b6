import type { Reply } from './reply.js'

/** Why nothing can be posted to a channel at the moment. */
export type ChannelProblem =
  | { kind: 'unknown-channel' | 'wrong-type' | 'thread-locked' | 'needs-tag' | 'closed-messages' }
  | { kind: 'missing-permission'; permission: string }

const kinds = ['unknown-channel', 'wrong-type', 'thread-locked', 'needs-tag', 'closed-messages'] as const

/** A problem as one word, as the ledger and paused subscriptions keep it. `parseProblem` is its inverse. */
export function encodeProblem(problem: ChannelProblem): string {
  return problem.kind === 'missing-permission' ? `${problem.kind}:${problem.permission}` : problem.kind
}

export function parseProblem(code: string): ChannelProblem {
  const [kind, permission = ''] = code.split(':')
  if (kind === 'missing-permission') return { kind, permission }
  return { kind: kinds.find((each) => each === kind) ?? 'unknown-channel' }
}

export interface Tag {
  id: string
  name: string
}

/** What topics and commands need of Discord's channels. */
export interface Channels {
  /** The Discord locale of a server, as its settings say; undefined when the server is not known. */
  localeOf(guildId: string): string | undefined
  /** As people call it; undefined when it is not known. */
  nameOf(channelId: string): string | undefined
  /** Null when the bot can post there. */
  check(channelId: string): Promise<ChannelProblem | null>
  /** The tags of a forum, and whether its posts must have one; undefined for other channels. */
  tagsOf(channelId: string): { tags: Tag[]; required: boolean } | undefined
  /** Whether the bot's posts there can ping a role; never everyone. */
  mayMention(channelId: string, roleId: string): boolean
  /** How long nobody has written there, in ms; Infinity when nobody has since the start. */
  silentFor(channelId: string): number
  /** Whether what is posted there can be published to the servers that follow it. */
  isPublishable(channelId: string): boolean
  /**
   * Whether posting the same nonce again within a few minutes gives the message that exists already. Where it does not
   * (forums), whoever is in doubt has to look first.
   */
  knowsNonces(channelId: string): boolean
  /** Posts, in a forum as a post of its own with `reply.post`. Returns the message's id. @throws PostError */
  post(channelId: string, reply: Reply, nonce: string): Promise<string>
  /** Changes a message of the bot; its files stay. @throws PostError */
  edit(channelId: string, messageId: string, reply: Reply): Promise<void>
  /** Publishes a message to the servers that follow the channel. @throws PostError */
  publish(channelId: string, messageId: string): Promise<void>
  /** The bot's own message after `since` (ms) whose components' custom ids satisfy `isIt`. @throws PostError */
  find(channelId: string, since: number, isIt: (customIds: string[]) => boolean): Promise<string | undefined>
  /** The channel of direct messages with a person. @throws PostError */
  directWith(userId: string): Promise<string>
}

/** How a post ended that did not succeed. */
export class PostError extends Error {
  override name = 'PostError'
  constructor(
    /** blocked: the channel has a problem; refused: Discord will never take this message; unknown: it may exist. */
    readonly outcome: 'blocked' | 'refused' | 'unknown',
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${outcome}: ${reason}`, options)
  }
}
