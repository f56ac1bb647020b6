import { startLocalDiscord } from '../src/preview/local-discord.js'

/** What the benchmark reads of the local Discord, when it asks. */
export interface DiscordReport {
  /** When each message was made, ms. */
  madeAt: number[]
  refused: number
}

/** A local Discord with its real limits, in a process of its own; its first message says where it is. */
const names = Array.from({ length: Number(process.argv[2]) }, (_, i) => `c${i}`)
const discord = await startLocalDiscord({ moreChannels: names })
const { token, apiUrl, guildId } = discord
const channels = names.map((name) => discord.channels[name] ?? '')
/** The list of requests is bounded: it is counted and emptied now and then. */
let refused = 0
function count(): void {
  refused += discord.requests.filter(({ status }) => status === 429).length
  discord.requests.length = 0
}
setInterval(count, 1000)
process.send?.({ token, apiUrl, guildId, channels })
process.on('message', () => {
  count()
  const messages = channels.flatMap((id) => discord.messages(id))
  const report: DiscordReport = { madeAt: messages.map((it) => Date.parse(it.timestamp)), refused }
  process.send?.(report)
})
process.on('disconnect', () => process.exit(0))
