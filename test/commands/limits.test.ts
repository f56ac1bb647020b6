import { beforeAll, describe, expect, it } from 'vitest'
import alerts from '../../commands/alerts.js'
import audit from '../../commands/audit/index.js'
import source from '../../commands/source/index.js'
import subscription from '../../commands/subscription/index.js'
import { record } from '../../commands/support/record.js'
import topic from '../../commands/topic/index.js'
import type { Command } from '../../src/core/command.js'
import type { Reply } from '../../src/core/reply.js'
import { renderReply } from '../../src/discord/render-reply.js'
import type { Deps } from '../../src/services.js'
import { noon } from '../support/articles.js'
import { actor, createTestDeps, press, run } from '../support/deps.js'

/**
 * What moderators look after, with the longest names and texts that can be entered, of characters that take the most
 * room: some count twice, some are escaped. Nothing may be cut by the last resort, which cuts anywhere.
 */
describe.each([
  ['wide characters', '🧑‍🚀'],
  ['escaped characters', '*'],
  ['ideographs', '城'],
])('lists and cards of %s', (_, sign) => {
  const longest = (max: number, i: number) => {
    const start = `${i} `
    return (start + sign.repeat(max)).slice(0, max)
  }
  const mia = actor()
  const channel = (i: number) => String(10n ** 19n + BigInt(i))
  let deps: Deps
  let problems: Awaited<ReturnType<typeof createTestDeps>>['problems']

  beforeAll(async () => {
    const made = await createTestDeps()
    deps = made.deps
    problems = made.problems
    problems.clear()
    const { stores } = deps
    for (let i = 0; i < 12; i++) {
      const { source: one } = await made.addSource(longest(300, i), ['g1'], [])
      const remark = {
        key: 'source.feedIsHtml' as const,
        params: { url: `https://a.test/${'x'.repeat(900)}` },
      }
      await stores.sources.markFailed(one.id, remark, noon, noon)
    }
    for (let i = 0; i < 50; i++) {
      const query = `word ${longest(990, i)}`
      const subject = await stores.topics.add({
        guild_id: 'g1',
        name: longest(50, i),
        query,
        created_by: 'theo',
        created_at: noon,
      })
      for (let n = 0; n < (i === 0 ? 30 : 2); n++)
        await stores.subscriptions.put({
          topic_id: subject?.id ?? 0,
          guild_id: 'g1',
          channel_id: channel(n),
          cron: `${Array.from({ length: 15 }, (_, minute) => minute).join(',')} * * * *`,
          time_zone: 'America/Argentina/ComodRivadavia',
          next_run_at: noon,
          max_posts: 25,
          quiet_hours: '22:00-7:00',
          mention_role: channel(n),
          mention_if: longest(300, i),
          template: longest(500, i),
          tags: '["1","2","3","4","5"]',
          publish: 1,
          coverage: 1,
          waits: 1,
          created_by: 'theo',
          created_at: noon,
        })
      const detail = { topic: longest(50, i), name: longest(50, i), query, channel: `<#${channel(i)}>` }
      await record(mia, stores, i % 2 ? 'topic.renamed' : 'topic.edited', detail)
    }
    await record(
      mia,
      stores,
      'source.moved',
      { source: longest(300, 0), address: `https://a.test/${'x'.repeat(990)}` },
      { kind: 'topic', id: 1 },
    )
    for (let i = 0; i < 10; i++) {
      const own = { guild_id: 'g1', user_id: 'mia', created_by: 'mia', created_at: noon }
      const wish = await stores.topics.add({ name: longest(50, i), query: longest(300, i), ...own })
      const when = { cron: '* * * * *', time_zone: 'UTC', next_run_at: noon }
      await stores.subscriptions.put({ topic_id: wish?.id ?? 0, channel_id: 'direct', ...when, ...own })
    }
  })

  const nothingIsCut = (reply: Reply) => {
    const { embeds, components } = renderReply(reply)
    expect(embeds.map(({ title, description, fields }) => ({ title, description, fields }))).toEqual(
      (reply.embeds ?? []).map(({ title, description, fields }) => ({ title, description, fields })),
    )
    expect(components.length).toBe((reply.rows ?? []).filter((row) => row.length > 0).length)
    for (const [i, row] of (reply.rows ?? []).filter(({ length }) => length > 0).entries())
      expect(components[i]?.components.length).toBe(row.length)
  }
  const menuOf = (reply: Reply) => {
    const [menu] = (reply.rows ?? []).flat().flatMap((part) => ('choices' in part ? [part] : []))
    if (!menu) throw new Error('no menu')
    return menu
  }
  const everyPage = async (command: Command<Deps>, subcommand?: string) => {
    const pages: Reply[] = []
    let reply = await run(command, {}, mia, deps, subcommand)
    for (;;) {
      pages.push(reply)
      const next = (reply.rows ?? []).flat().find((part) => 'label' in part && part.label === 'Next')
      if (!next || !('label' in next) || next.disabled || !next.id) return pages
      reply = await press(command, next.id, mia, deps)
    }
  }

  it.each([
    ['/source list', source, 'list', 3],
    ['/topic list', topic, 'list', 10],
    ['/subscription list', subscription, 'list', 26],
    ['/alerts list', alerts, 'list', 2],
    ['/audit', audit, undefined, 7],
  ] as const)('%s fits on every page', async (_, command, subcommand, count) => {
    const pages = await everyPage(command, subcommand)
    expect(pages).toHaveLength(count)
    pages.forEach(nothingIsCut)
  })

  it.each([
    ['a source', source],
    ['a topic', topic],
    ['a subscription', subscription],
    ['an alert', alerts],
  ] as const)('the card of %s fits, and so does the question whether to remove it', async (_, command) => {
    const { id, choices } = menuOf(await run(command, {}, mia, deps, 'list'))
    const card = await press(command, id, mia, deps, [choices[0]?.value ?? ''])
    nothingIsCut(card)
    const remove = (card.rows ?? []).flat().find((part) => 'label' in part && part.label === 'Remove')
    if (!remove?.id) throw new Error('nothing to press')
    const answering = [command, audit].find(({ components = [] }) =>
      components.some((part) => part.id.decode(remove.id ?? '') !== undefined),
    )
    nothingIsCut(await press(answering ?? command, remove.id, mia, deps))
  })
})
