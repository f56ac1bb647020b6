import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { commands } from '../../commands/index.js'
import { fromRoot } from '../../src/core/root.js'
import { renderCommand } from '../../src/discord/command-json.js'

describe('the list of commands', () => {
  it('gives every button, menu and form an id of its own', () => {
    const ids = commands.flatMap(({ components = [], forms = [] }) =>
      [...components, ...forms].map(({ id }) => id.name),
    )
    expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted())
  })

  it('holds every file and folder in commands/, and nothing twice', () => {
    const files = readdirSync(fromRoot('commands'), { withFileTypes: true })
      .filter(({ name }) => name !== 'index.ts' && name !== 'support')
      .map((entry) => entry.name.replace(/\.ts$/, ''))
    expect(commands.map(({ name }) => name).sort()).toEqual(files.sort())
  })

  it('gives every button and menu a name of its own', () => {
    const names = commands.flatMap(({ components = [] }) => components.map(({ id }) => id.name))
    expect(new Set(names).size).toBe(names.length)
  })

  it('answers nobody but moderators where moderators alone are shown a button, menu or form', () => {
    const open = commands
      .filter(({ moderators }) => moderators)
      .flatMap(({ components = [], forms = [] }) => [...components, ...forms])
      .filter(({ moderators }) => !moderators)
    expect(open.map(({ id }) => id.name)).toEqual([])
  })

  it('gives every entry in the menu of messages a name of its own, and no more than Discord takes', () => {
    const names = commands.flatMap(({ messageActions = [] }) => messageActions.map(({ name }) => name))
    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeLessThanOrEqual(15)
    for (const name of names) expect(name).toMatch(/^.{1,32}$/)
  })

  it('has one command at most that answers what is written to the bot', () => {
    expect(commands.filter(({ onAddressed }) => onAddressed).length).toBeLessThanOrEqual(1)
  })

  it('suggests values only for options that exist', () => {
    for (const command of commands)
      for (const action of [command.action, ...Object.values(command.subcommands ?? {})])
        for (const name of Object.keys(action?.suggest ?? {}))
          expect(Object.keys(action?.options.shape ?? {}), command.name).toContain(name)
  })

  it.each(commands.map((command) => [command.name, command] as const))(
    'registers /%s as Discord wants it',
    (_, command) => {
      const [json] = renderCommand(command)
      if (json?.type !== 1) throw new Error('the command itself comes first')
      expect(json.name).toMatch(/^[-_\p{L}\p{N}]{1,32}$/u)
      expect(json.description.length).toBeLessThanOrEqual(100)
      expect(json.default_member_permissions).toBe(command.moderators ? '32' : null)
      for (const option of json.options ?? []) {
        expect(option.description.length).toBeLessThanOrEqual(100)
        const nested = 'options' in option ? (option.options ?? []) : []
        const required = nested.map((each) => each.required ?? false)
        expect(required).toEqual(required.toSorted((a, b) => Number(b) - Number(a)))
      }
    },
  )
})
