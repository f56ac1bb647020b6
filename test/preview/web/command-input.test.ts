import type { APIApplicationCommand } from 'discord-api-types/v10'
import { describe, expect, it } from 'vitest'
import {
  type CommandSpec,
  type Draft,
  fill,
  findProblems,
  listCommands,
  localChoices,
  matchCommands,
  type Names,
  parseCommand,
  removeOption,
  startDraft,
  toOptions,
} from '../../../src/preview/web/command-input.js'

const definitions = [
  {
    id: '1',
    type: 1,
    name: 'search',
    description: 'Find articles',
    options: [
      { type: 3, name: 'query', description: 'Words', required: true, min_length: 2, max_length: 20 },
      { type: 4, name: 'limit', description: 'How many', min_value: 1, max_value: 10 },
      { type: 3, name: 'source', description: 'Only this source', autocomplete: true },
      { type: 3, name: 'sort', description: 'Order', choices: [{ name: 'Newest first', value: 'new' }] },
    ],
  },
  {
    id: '2',
    type: 1,
    name: 'topic',
    description: 'Topics',
    options: [
      {
        type: 1,
        name: 'create',
        description: 'Make a topic',
        options: [
          { type: 3, name: 'name', description: 'Its name', required: true },
          { type: 7, name: 'channel', description: 'Where', required: true, channel_types: [0] },
          { type: 5, name: 'digest', description: 'In one message' },
        ],
      },
      {
        type: 2,
        name: 'word',
        description: 'Words',
        options: [{ type: 1, name: 'add', description: 'Add one' }],
      },
    ],
  },
  { id: '3', type: 1, name: 'top', description: 'The best' },
  { id: '4', type: 3, name: 'Summarize', description: '' },
] as unknown as APIApplicationCommand[]

const commands = listCommands(definitions)
const names: Names = {
  channels: [
    { id: '10', name: 'news', type: 0, topic: null, guildId: '2', parentId: null },
    { id: '11', name: 'boards', type: 15, topic: null, guildId: '2', parentId: null },
  ],
  users: [{ id: '20', name: 'Robin' }],
  roles: [{ id: '30', name: 'Readers' }],
}

const find = (name: string): CommandSpec => {
  const command = commands.find((known) => known.name === name)
  if (!command) throw new Error(name)
  return command
}
const parse = (text: string): Draft => {
  const draft = parseCommand(text, commands)
  if (!draft) throw new Error(`not a command: ${text}`)
  return draft
}
const texts = (draft: Draft) =>
  Object.fromEntries(Object.entries(draft.values).map(([name, { text }]) => [name, text]))

describe('the list of commands', () => {
  it('names subcommands as they are typed and leaves out context menus', () => {
    expect(commands.map(({ name }) => name)).toEqual(['search', 'top', 'topic create', 'topic word add'])
  })

  it('puts names that begin with the typed text before names that hold it', () => {
    expect(matchCommands(commands, 'to').map(({ name }) => name)).toEqual([
      'top',
      'topic create',
      'topic word add',
    ])
    expect(matchCommands(commands, 'a').map(({ name }) => name)).toEqual([
      'search',
      'topic create',
      'topic word add',
    ])
    expect(matchCommands(commands, 'TOPIC  c').map(({ name }) => name)).toEqual(['topic create'])
  })
})

describe('a typed command', () => {
  it.each([
    ['/sea', 'no whole name'],
    ['/search', 'no space after the name'],
    ['/searching ', 'another word'],
    ['search ', 'no slash'],
    ['/topic ', 'a group is no command'],
  ])('%j is not one yet: %s', (text) => {
    expect(parseCommand(text, commands)).toBeNull()
  })

  it.each<[string, Record<string, string>, string[]]>([
    ['/search pilot plan', { query: 'pilot plan' }, ['query']],
    ['/SEARCH pilot', { query: 'pilot' }, ['query']],
    ['/search pilot plan limit:5', { query: 'pilot plan', limit: '5' }, ['query', 'limit']],
    ['/search query:pilot plan', { query: 'pilot plan' }, ['query']],
    ['/search limit:5 query:pilot', { query: 'pilot', limit: '5' }, ['query', 'limit']],
    ['/search note: this', { query: 'note: this' }, ['query']],
    ['/search unlimited:5', { query: 'unlimited:5' }, ['query']],
    ['/search a limit:', { query: 'a', limit: '' }, ['query', 'limit']],
    ['/topic create pilots channel:news', { name: 'pilots', channel: 'news' }, ['name', 'channel']],
    ['/top 5', {}, []],
  ])('%j fills its options', (text, values, shown) => {
    const draft = parse(text)
    expect(texts(draft)).toEqual(values)
    expect(draft.shown).toEqual(shown)
  })

  it('belongs to the longest name that fits', () => {
    expect(parse('/topic create x').command.name).toBe('topic create')
    expect(parse('/top x').command.name).toBe('top')
  })
})

describe('what is wrong', () => {
  it.each<[string, string, string | undefined]>([
    ['/search x', 'query', 'Enter at least 2 characters.'],
    [`/search ${'x'.repeat(21)}`, 'query', 'Enter at most 20 characters.'],
    ['/search ok', 'query', undefined],
    ['/search limit:3', 'query', 'This option is required. Specify a value.'],
    ['/search ok limit:0', 'limit', 'Enter 1 or more.'],
    ['/search ok limit:11', 'limit', 'Enter 10 or less.'],
    ['/search ok limit:2.5', 'limit', 'Enter a whole number.'],
    ['/search ok limit:1e1', 'limit', 'Enter a whole number.'],
    ['/search ok limit:10', 'limit', undefined],
    ['/search ok limit:', 'limit', undefined],
    ['/search ok sort:oldest', 'sort', 'Pick one from the list.'],
    ['/search ok sort:newest first', 'sort', undefined],
    ['/topic create a channel:#news', 'channel', undefined],
    ['/topic create a channel:<#10>', 'channel', undefined],
    ['/topic create a channel:boards', 'channel', 'Pick one from the list.'],
    ['/topic create a digest:maybe', 'digest', 'Pick one from the list.'],
  ])('%j: %s → %s', (text, option, problem) => {
    expect(findProblems(parse(text), names)[option]).toBe(problem)
  })
})

describe('what is sent', () => {
  it('carries typed values with the type of their option', () => {
    expect(toOptions(parse('/search pilot plan limit:5 sort:Newest first'), names)).toEqual([
      { name: 'query', type: 3, value: 'pilot plan' },
      { name: 'limit', type: 4, value: 5 },
      { name: 'sort', type: 3, value: 'new' },
    ])
  })

  it('nests a subcommand, and a group around it', () => {
    expect(toOptions(parse('/topic create pilots channel:news digest:false'), names)).toEqual([
      {
        name: 'create',
        type: 1,
        options: [
          { name: 'name', type: 3, value: 'pilots' },
          { name: 'channel', type: 7, value: '10' },
          { name: 'digest', type: 5, value: false },
        ],
      },
    ])
    expect(toOptions(startDraft(find('topic word add')), names)).toEqual([
      { name: 'word', type: 2, options: [{ name: 'add', type: 1, options: [] }] },
    ])
  })

  it('is the value of a picked choice and not its name', () => {
    const draft = fill(parse('/search ok'), 'source', { text: 'Harbour Courier', value: 's7' })
    expect(toOptions(draft, names)).toContainEqual({ name: 'source', type: 3, value: 's7' })
  })

  it('marks the focused option for autocomplete and leaves out what is not valid yet', () => {
    const draft = parse('/search ok limit:many source:har')
    expect(toOptions(draft, names, 'source')).toEqual([
      { name: 'query', type: 3, value: 'ok' },
      { name: 'source', type: 3, value: 'har', focused: true },
    ])
  })
})

describe('fields', () => {
  it('of optional options go away, of required ones are emptied', () => {
    const draft = removeOption(removeOption(parse('/search pilot limit:5'), 'limit'), 'query')
    expect(draft.shown).toEqual(['query'])
    expect(draft.values).toEqual({})
  })

  it('offer the channels of the kinds that the option takes', () => {
    const [, channel, digest] = find('topic create').options
    if (!channel || !digest) throw new Error('options')
    expect(localChoices(channel, '#ne', names)).toEqual([{ name: 'news', value: '10' }])
    expect(localChoices(channel, 'board', names)).toEqual([])
    expect(localChoices(digest, '', names)?.map(({ name }) => name)).toEqual(['True', 'False'])
  })
})

describe('in another language', () => {
  const translated = [
    {
      id: '1',
      type: 1,
      name: 'source',
      name_localizations: { 'zh-CN': '来源', de: null },
      description: 'Sources',
      options: [
        {
          type: 1,
          name: 'add',
          name_localizations: { 'zh-CN': '添加' },
          description: 'Add a source',
          description_localizations: { 'zh-CN': '添加一个来源' },
          options: [
            {
              type: 3,
              name: 'address',
              name_localizations: { 'zh-CN': '地址' },
              description: 'Where it is',
              required: true,
            },
            {
              type: 3,
              name: 'post',
              description: 'What to post',
              choices: [{ name: 'Nothing', name_localizations: { 'zh-CN': '不发布' }, value: '0' }],
            },
          ],
        },
      ],
    },
  ] as unknown as APIApplicationCommand[]
  const chinese = listCommands(translated, 'zh-CN')

  it('shows names, descriptions and choices translated, and the original where there is none', () => {
    const [command] = chinese
    expect([command?.name, command?.label, command?.description]).toEqual([
      'source add',
      '来源 添加',
      '添加一个来源',
    ])
    expect(command?.options.map(({ label, description }) => [label, description])).toEqual([
      ['地址', 'Where it is'],
      ['post', 'What to post'],
    ])
    expect(command?.options[1]?.choices).toEqual([{ name: '不发布', value: '0' }])
    expect(listCommands(translated, 'de')[0]?.label).toBe('source add')
  })

  it.each([
    '/来源 添加 example.org 地址:https://a.test post:不发布',
    '/source add address:https://a.test post:不发布',
  ])('takes either name, and sends the original: %s', (text) => {
    const draft = parseCommand(text, chinese) as Draft
    expect(toOptions(draft, names)).toEqual([
      {
        name: 'add',
        type: 1,
        options: [
          { name: 'address', type: 3, value: 'https://a.test' },
          { name: 'post', type: 3, value: '0' },
        ],
      },
    ])
  })

  it.each(['来', '添加', 'source', 'ADD'])('is found by %s', (typed) => {
    expect(matchCommands(chinese, typed).map(({ name }) => name)).toEqual(['source add'])
  })
})
