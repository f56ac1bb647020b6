import { readConfig } from '../../src/config.js'
import type { Article } from '../../src/core/article.js'
import type { ChannelProblem } from '../../src/core/channels.js'
import type { Actor, Command } from '../../src/core/command.js'
import { translator } from '../../src/core/i18n.js'
import { silentLog } from '../../src/core/log.js'
import type { Reply } from '../../src/core/reply.js'
import { createServices, type Deps } from '../../src/services.js'
import { draft, noon } from './articles.js'
import { emptyDatabase } from './database.js'

/** What commands are given, on an empty database in memory; channels have the problems that the test gives them. */
export async function createTestDeps() {
  const problems = new Map<string, ChannelProblem>()
  const config = { ...readConfig({}), database: await emptyDatabase('sqlite') }
  const services = await createServices(config, silentLog, { now: () => noon })
  await services.catchUp(noon)
  const deps: Deps = {
    ...services,
    channels: {
      localeOf: () => undefined,
      nameOf: (channelId) => channelId,
      tagsOf: () => undefined,
      mayMention: () => true,
      silentFor: () => Number.POSITIVE_INFINITY,
      isPublishable: () => false,
      knowsNonces: () => true,
      directWith: async (userId) => `direct-${userId}`,
      publish: () => Promise.reject(new Error('commands do not publish')),
      check: async (channelId) => problems.get(channelId) ?? null,
      post: () => Promise.reject(new Error('commands do not post')),
      edit: () => Promise.reject(new Error('commands do not edit posts')),
      find: () => Promise.reject(new Error('commands do not look for posts')),
    },
  }

  /** A source that servers follow, with articles in store and index. */
  async function addSource(
    title: string,
    guilds: string[],
    drafts: Parameters<typeof draft>[0][],
    addedAt = noon,
  ) {
    const blank = { site_url: null, etag: null, last_modified: null, next_check_at: noon }
    const url = `https://${title.toLowerCase()}.test/feed`
    const source = await deps.stores.sources.add({ kind: 'feed', url, title, ...blank }, noon)
    for (const guild of guilds) await deps.stores.followers.follow(guild, source.id, 'theo', noon)
    const articles: Article[] = []
    for (const fields of drafts) {
      const { id } = await deps.stores.articles.put(source.id, draft(fields), addedAt)
      const article = await deps.stores.articles.get(id)
      if (article) articles.push(article)
    }
    for (const article of articles) deps.index.add(article)
    return { source, articles }
  }

  return { deps, problems, addSource }
}

export function actor(fields: Partial<Actor> = {}): Actor {
  return {
    userId: 'mia',
    guildId: 'g1',
    channelId: 'general',
    inThread: false,
    moderator: true,
    mayPost: true,
    locale: 'en-US',
    t: translator('en-US'),
    timeZone: 'UTC',
    now: noon,
    progress: async () => {},
    ...fields,
  }
}

/** Runs a command, or `group subcommand`, as the dispatcher does after its checks. */
export async function run(
  command: Command<Deps>,
  values: Record<string, unknown>,
  as: Actor,
  deps: Deps,
  subcommand?: string,
): Promise<Reply> {
  const action = subcommand === undefined ? command.action : command.subcommands?.[subcommand]
  if (!action) throw new Error(`no action ${subcommand} of ${command.name}`)
  return await action.run(action.options.parse(values) as never, as, deps)
}

/** Presses a button or picks from a menu of a reply, found by how its id begins. */
export async function press(
  command: Command<Deps>,
  id: string,
  as: Actor,
  deps: Deps,
  values: string[] = [],
): Promise<Reply> {
  const part = command.components?.find((each) => each.id.name === id.split(':')[0])
  const state = part?.id.decode(id)
  if (!part || !state) throw new Error(`no component for ${id}`)
  return await part.run(state as never, as, deps, values)
}
