import { ComponentType } from 'discord-api-types/v10'
import { beforeAll, describe, expect, it } from 'vitest'
import alerts from '../../commands/alerts.js'
import audit from '../../commands/audit/index.js'
import { commands } from '../../commands/index.js'
import { stepButton, steps } from '../../commands/setup/checklist.js'
import setup from '../../commands/setup/index.js'
import source from '../../commands/source/index.js'
import status from '../../commands/status/index.js'
import subscription from '../../commands/subscription/index.js'
import { record } from '../../commands/support/record.js'
import topic from '../../commands/topic/index.js'
import type { Command } from '../../src/core/command.js'
import { languages, type MessageKey, translator } from '../../src/core/i18n.js'
import type { Reply } from '../../src/core/reply.js'
import { fieldsOf, renderForm } from '../../src/discord/form-json.js'
import { renderReply } from '../../src/discord/render-reply.js'
import { parseMessage } from '../../src/preview/message-rules.js'
import { parseModal } from '../../src/preview/modal-rules.js'
import type { Deps } from '../../src/services.js'
import { noon } from '../support/articles.js'
import { actor, createTestDeps, press, run } from '../support/deps.js'

/**
 * What moderators look after, with the longest names and texts that can be entered, of characters that take the most
 * room: some count twice, some are escaped. Nothing may be cut by the last resort, which cuts anywhere.
 */
describe.each([
  ['wide characters', '🧑‍🚀', ['en']],
  ['escaped characters', '*', languages],
  ['ideographs', '城', ['zh-CN']],
  ['what messages are written in', "'{", ['es-ES']],
])('lists and cards of %s', (_, sign, spoken) => {
  const longest = (max: number, i: number) => {
    const start = `${i} `
    return (start + sign.repeat(max)).slice(0, max)
  }
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
      await record(actor(), stores, i % 2 ? 'topic.renamed' : 'topic.edited', detail)
    }
    await record(
      actor(),
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

  describe.each(spoken)('in %s', (locale) => {
    const t = translator(locale)
    const mia = actor({ locale, t, channelId: channel(0) })

    const menuOf = (reply: Reply) => {
      const [menu] = (reply.rows ?? []).flat().flatMap((part) => ('choices' in part ? [part] : []))
      if (!menu) throw new Error('no menu')
      return menu
    }
    const idOf = (reply: Reply, key: MessageKey) => {
      const [id] = (reply.rows ?? [])
        .flat()
        .flatMap((part) => ('label' in part && part.label === t(key) && !part.disabled ? [part.id] : []))
      return id
    }
    const pressed = async (reply: Reply, key: MessageKey) => {
      const id = idOf(reply, key)
      if (id === undefined) throw new Error(`no button ${key}`)
      const answering = commands.find(({ components = [] }) =>
        components.some((part) => part.id.decode(id) !== undefined),
      )
      if (!answering) throw new Error(`nobody answers ${id}`)
      return await press(answering, id, mia, deps)
    }
    const everyPage = async (command: Command<Deps>, subcommand?: string) => {
      const pages = [await run(command, {}, mia, deps, subcommand)]
      for (let last = pages[0]; last && idOf(last, 'page.next'); last = pages.at(-1))
        pages.push(await pressed(last, 'page.next'))
      return pages
    }
    const opened = async (command: Command<Deps>) => {
      const { id, choices } = menuOf(await run(command, {}, mia, deps, 'list'))
      return await press(command, id, mia, deps, [choices[0]?.value ?? ''])
    }

    it.each([
      ['/source list', source, 'list', 3],
      ['/topic list', topic, 'list', 10],
      ['/subscription list', subscription, 'list', 26],
      ['/alerts list', alerts, 'list', 2],
      ['/audit', audit, undefined, 7],
      ['/status', status, undefined, 1],
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
      const card = await opened(command)
      nothingIsCut(card)
      nothingIsCut(await pressed(card, 'remove.button'))
    })

    it.each([
      ['a source', source],
      ['a topic', topic],
      ['a subscription', subscription],
    ] as const)('the form that changes %s fits, with all that it holds', async (_, command) => {
      const { form } = await pressed(await opened(command), 'form.edit')
      const edited = command.forms?.find(({ id }) => id.decode(form?.id ?? '') !== undefined)
      if (!form || !edited) throw new Error('no form')
      const modal = parseModal(renderForm(edited, form, t))
      for (const [name, value] of Object.entries(form.values ?? {}))
        if (value) expect(JSON.stringify(modal), name).toContain(JSON.stringify(value))
    })

    it.each(steps)('the step %s of the setup fits', async (step) => {
      nothingIsCut(await press(setup, stepButton.encode({ step }), mia, deps))
    })
  })
})

describe.each(languages)('in %s', (locale) => {
  const t = translator(locale)

  it('no form has a title, label or choice that Discord would not take whole', () => {
    for (const form of commands.flatMap(({ forms = [] }) => forms)) {
      const texts = JSON.stringify(parseModal(renderForm(form, { id: form.id.name }, t)))
      const keys = Object.values(fieldsOf(form)).flatMap((field) => [
        field.label,
        ...('choices' in field ? Object.values(field.choices) : []),
      ])
      for (const key of [form.title, ...keys]) expect(texts, key).toContain(JSON.stringify(t(key)))
    }
  })

  it('every field that may stay empty can be left so', () => {
    for (const form of commands.flatMap(({ forms = [] }) => forms)) {
      const values = Object.fromEntries(Object.keys(fieldsOf(form)).map((name) => [name, '']))
      const { components } = parseModal(renderForm(form, { id: form.id.name, values }, t))
      for (const field of components)
        if ('component' in field && field.component.type === ComponentType.TextInput)
          expect([field.component.value, field.component.min_length], field.label).toEqual([
            undefined,
            undefined,
          ])
    }
  })

  it('every list and every step of the setup is whole when there is nothing yet', async () => {
    const { deps } = await createTestDeps()
    const ling = actor({ locale, t, channelId: '1' })
    for (const command of [source, topic, subscription, alerts])
      nothingIsCut(await run(command, {}, ling, deps, 'list'))
    for (const command of [audit, status, setup]) nothingIsCut(await run(command, {}, ling, deps))
    for (const step of steps) nothingIsCut(await press(setup, stepButton.encode({ step }), ling, deps))
    await deps.close()
  })
})

/** Discord takes it, and it is what the command said: nothing of it was left out to make it fit. */
function nothingIsCut(reply: Reply): void {
  const { embeds, components, ...body } = renderReply(reply)
  parseMessage({ embeds, components, ...body })
  expect(embeds.map(({ title, description, fields }) => ({ title, description, fields }))).toEqual(
    (reply.embeds ?? []).map(({ title, description, fields }) => ({ title, description, fields })),
  )
  const rows = (reply.rows ?? []).filter(({ length }) => length > 0)
  expect(components.map((row) => row.components.length)).toEqual(rows.map(({ length }) => length))
  const shown = JSON.stringify(components)
  for (const part of rows.flat())
    expect(shown).toContain(JSON.stringify('label' in part ? part.label : part.placeholder))
}
