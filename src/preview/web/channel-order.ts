import type { PreviewChannel } from '../protocol.js'

/** Threads of announcements, public threads, private threads. */
const threadTypes = [10, 11, 12]

/** Channels in the order of the list: each with its threads below it; a thread of an unseen channel comes last. */
export function orderChannels(channels: readonly PreviewChannel[]): PreviewChannel[] {
  const known = new Set(channels.map(({ id }) => id))
  const isBelow = ({ parentId }: PreviewChannel) => parentId !== null && known.has(parentId)
  const below = (parent: PreviewChannel) => channels.filter(({ parentId }) => parentId === parent.id)
  const isThread = ({ type }: PreviewChannel) => threadTypes.includes(type)
  const tops = channels.filter((channel) => !isThread(channel))
  const lost = channels.filter((channel) => isThread(channel) && !isBelow(channel))
  return [...tops.flatMap((channel) => [channel, ...below(channel).filter(isThread)]), ...lost]
}

/** Whether it holds posts instead of messages. */
export function isForum({ type }: PreviewChannel): boolean {
  return type === 15
}

/** A channel's name in running text: `#general`, `"the name of a thread"`, `@Courant`. */
export function channelLabel({ name, type }: PreviewChannel): string {
  if (threadTypes.includes(type)) return `"${name}"`
  return type === 1 ? `@${name}` : `#${name}`
}
