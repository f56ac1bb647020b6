import type { APIApplicationCommand } from 'discord-api-types/v10'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CommandOptionValue, PreviewUser } from '../../../src/preview/protocol.js'
import { type Choice, listCommands } from '../../../src/preview/web/command-input.js'
import { Composer } from '../../../src/preview/web/composer.js'

const commands = listCommands([
  {
    id: '1',
    type: 1,
    name: 'search',
    description: '',
    options: [
      { type: 3, name: 'query', description: '', required: true, autocomplete: true },
      {
        type: 3,
        name: 'width',
        description: '',
        choices: [
          { name: 'Strict', value: 's' },
          { name: 'Wide', value: 'w' },
        ],
      },
    ],
  },
  { id: '2', type: 1, name: 'help', description: '' },
  {
    id: '3',
    type: 1,
    name: 'import',
    description: '',
    options: [{ type: 11, name: 'file', description: '', required: true }],
  },
] as unknown as APIApplicationCommand[])

function setUp(users: PreviewUser[] = []) {
  const ran: { command: string; options: CommandOptionValue[] }[] = []
  const said: string[] = []
  const asked: string[] = []
  const waiting: ((choices: Choice[]) => void)[] = []
  const composer = new Composer({
    commands: () => commands,
    names: () => ({ channels: [], users, roles: [] }),
    suggest(_, options) {
      asked.push(String(options.find(({ focused }) => focused)?.value))
      return new Promise((resolve) => waiting.push(resolve))
    },
    async runCommand({ command }, options) {
      ran.push({ command: command.name, options })
    },
    async sendText(text) {
      if (text === 'refused') throw new Error('Not here.')
      said.push(text)
    },
    upload: async () => 'file',
    changed() {},
  })
  return { composer, ran, said, asked, waiting }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the message box', () => {
  it('runs a whole typed command on Enter, even while suggestions are open', async () => {
    const { composer, ran, waiting } = setUp()
    for (const text of ['/', '/search', '/search ']) composer.type(text)
    composer.typeValue('query', 'pilot plan')
    vi.advanceTimersByTime(1000)
    waiting[0]?.([{ name: 'pilot strike', value: 'x' }])
    await vi.advanceTimersByTimeAsync(0)
    expect(composer.items).toHaveLength(1)
    await composer.enter()
    expect(ran).toEqual([{ command: 'search', options: [{ name: 'query', type: 3, value: 'pilot plan' }] }])
    expect(composer.draft).toBeNull()
  })

  it('runs a command without options on the first Enter', async () => {
    const { composer, ran } = setUp()
    composer.type('/help')
    await composer.enter()
    expect(ran).toEqual([{ command: 'help', options: [] }])
  })

  it('completes half a name on Enter and does not run it', async () => {
    const { composer, ran } = setUp()
    composer.type('/sea')
    await composer.enter()
    expect(ran).toEqual([])
    expect(composer.draft?.command.name).toBe('search')
    expect(composer.active).toBe('query')
  })

  it('marks a missing required option instead of sending', async () => {
    const { composer, ran } = setUp()
    composer.type('/search width:wide')
    await composer.enter()
    expect(ran).toEqual([])
    expect(composer.showProblems).toBe(true)
    expect(composer.active).toBe('query')
  })

  it('takes the marked choice on Enter, and sends on the next', async () => {
    const { composer, ran } = setUp()
    composer.type('/search pilots width:')
    composer.mark(1)
    await composer.enter()
    expect(composer.draft?.values.width).toEqual({ text: 'Wide', value: 'w' })
    await composer.enter()
    expect(ran[0]?.options).toContainEqual({ name: 'width', type: 3, value: 'w' })
  })

  it('goes on in the field of an option that is named while typing', () => {
    const { composer } = setUp()
    composer.type('/search ')
    composer.typeValue('query', 'pilots width:')
    expect(composer.active).toBe('width')
    expect(composer.draft?.values.query).toEqual({ text: 'pilots' })
  })

  it('goes on in the field of a named option that is shown already', () => {
    const { composer } = setUp()
    composer.type('/search width:s')
    composer.typeValue('width', 's query:')
    expect(composer.active).toBe('query')
    composer.typeValue('query', 'pilots')
    expect(composer.draft?.values).toMatchObject({ query: { text: 'pilots' }, width: { text: 's' } })
  })

  it('asks for suggestions once per pause and drops an answer that came too late', async () => {
    const { composer, asked, waiting } = setUp()
    composer.type('/search ')
    for (const text of ['p', 'pi', 'pil']) composer.typeValue('query', text)
    vi.advanceTimersByTime(1000)
    expect(asked).toEqual(['pil'])
    composer.typeValue('query', 'pilo')
    waiting[0]?.([{ name: 'old', value: 'old' }])
    await vi.advanceTimersByTimeAsync(1000)
    expect(composer.items).toEqual([])
    expect(composer.loading).toBe(true)
    waiting[1]?.([{ name: 'new', value: 'new' }])
    await vi.advanceTimersByTimeAsync(0)
    expect(composer.items).toEqual([{ kind: 'choice', choice: { name: 'new', value: 'new' } }])
  })

  it('goes back to the name when the first field is erased', () => {
    const { composer } = setUp()
    composer.type('/search ')
    composer.eraseField()
    expect(composer.draft).toBeNull()
    expect(composer.text).toBe('/search')
  })

  it('leaves first the list and then the command on Escape', () => {
    const { composer } = setUp()
    composer.type('/search ')
    expect(composer.items.length).toBe(0)
    composer.typeValue('query', 'x width:')
    expect([composer.escape(), composer.draft !== null]).toEqual([true, true])
    expect([composer.escape(), composer.draft]).toEqual([true, null])
    expect(composer.escape()).toBe(false)
  })

  it('keeps a command that does not exist in the box and says so', async () => {
    const { composer, said } = setUp()
    composer.type('/unknown thing')
    await composer.enter()
    expect([said, composer.text]).toEqual([[], '/unknown thing'])
    expect(composer.notice).toContain('/unknown')
  })

  it('sends what is no command as a message, and keeps it when it is refused', async () => {
    const { composer, said } = setUp()
    composer.type('hello / there')
    await composer.enter()
    expect(said).toEqual(['hello / there'])
    composer.type('refused')
    await composer.enter()
    expect([composer.text, composer.notice]).toEqual(['refused', 'Not here.'])
  })
})

describe('a file', () => {
  const file = (size: number) => ({ name: 'feeds.opml', size }) as File

  it('shows its name and size, and its id is sent', async () => {
    const { composer, ran } = setUp()
    composer.type('/import ')
    await composer.attach('file', file(1400))
    expect(composer.draft?.values.file?.text).toBe('feeds.opml · 1.4 KB')
    await composer.enter()
    expect(ran).toEqual([{ command: 'import', options: [{ name: 'file', type: 11, value: 'file' }] }])
  })

  it('can be taken away again, and then is missing', async () => {
    const { composer, ran } = setUp()
    composer.type('/import ')
    await composer.attach('file', file(1))
    composer.typeValue('file', '')
    await composer.enter()
    expect(ran).toEqual([])
    expect(composer.problems.file).toContain('required')
  })

  it('that is too large is refused with its size', async () => {
    const { composer } = setUp()
    composer.type('/import ')
    await composer.attach('file', file(12_000_000))
    expect(composer.notice).toBe('feeds.opml has 12.0 MB; choose a file of at most 10 MB.')
    expect(composer.draft?.values.file?.value).toBeUndefined()
  })

  it('that arrives after its command was left fills nothing', async () => {
    const { composer } = setUp()
    composer.type('/import ')
    const attached = composer.attach('file', file(1))
    composer.use('/search x')
    await attached
    expect(composer.draft?.values.file).toBeUndefined()
  })
})

describe('names in plain text', () => {
  const courant = { id: '9', name: 'Courant', app: true }

  it('are offered while they are typed and written out when picked', async () => {
    const { composer, said } = setUp([courant])
    composer.type('hey @co')
    expect(composer.items).toEqual([{ kind: 'person', person: courant }])
    await composer.enter()
    expect([composer.text, said]).toEqual(['hey @Courant ', []])
    await composer.enter()
    expect(said).toEqual(['hey @Courant'])
  })

  it('that are written in full need no second Enter', async () => {
    const { composer, said } = setUp([courant])
    composer.type('@courant')
    await composer.enter()
    expect(said).toEqual(['@courant'])
  })

  it('are not offered after a slash', () => {
    const { composer } = setUp([courant])
    composer.type('/search @co')
    expect(composer.items.filter(({ kind }) => kind === 'person')).toEqual([])
  })
})
