import { render } from 'lit'
import './discord-elements.js'
import './select-menu.js'
import type { CommandOptionValue, InteractionRequest, PreviewEvent } from '../protocol.js'
import type { Actions } from './actions.js'
import { channelLabel } from './channel-order.js'
import { type Choice, type CommandSpec, listCommands } from './command-input.js'
import { Composer } from './composer.js'
import { focusComposer } from './composer-view.js'
import {
  createConnection,
  fetchSuggestions,
  sendBotMove,
  sendInteraction,
  sendMessage,
  uploadFile,
} from './connection.js'
import { commandsHere, guildHere, listsHere, usersHere } from './here.js'
import { toLocale } from './locale.js'
import { toMentions } from './mentions.js'
import { placeMenus } from './menu-place.js'
import { createMessageActions } from './message-actions.js'
import { endReply, repliedMessage } from './message-state.js'
import { messageNames } from './names.js'
import { renderPage } from './page-view.js'
import { createScroller } from './scroller.js'
import {
  applyEvent,
  countUnread,
  dismiss,
  emptyState,
  markRead,
  nothingBegun,
  openChannel,
  openGuild,
  type PageState,
  settle,
  startInteraction,
} from './state.js'

/** The page's composition root: state, connection, composer and the one function that draws. */

/** A pressed button whose answer changes nothing visible stops waiting after this long (Discord allows 3 s). */
const longestWait = 5000

/** How often relative times are written again, in ms. */
const ticking = 10_000

const root = document.body
let state: PageState = emptyState
let commands: CommandSpec[] = []
let channelsOpen = false

const scroller = createScroller(() => {
  if (scroller.atEnd()) state = markRead(state, state.activeChannel)
  update()
})
const connection = createConnection({
  onEvent: receive,
  onLost: () => change({ ...state, connection: 'lost' }),
})
const composer = new Composer({
  commands: () => commands,
  names: () => listsHere(state),
  suggest,
  upload: uploadFile,
  runCommand: (draft, options) =>
    interact(
      { kind: 'command', name: draft.command.path[0] ?? '', options },
      { command: `/${draft.command.label}` },
    ),
  async sendText(text) {
    const replyTo = repliedMessage(state)?.id
    const content = toMentions(text, usersHere(state))
    const about = { as: state.persona, channelId: state.activeChannel, ...(replyTo && { replyTo }) }
    await sendMessage({ ...about, content })
    if (replyTo) change(endReply(state, replyTo))
    scroller.toEnd()
  },
  changed() {
    update()
    const { activeElement } = document
    if (activeElement === root || activeElement?.closest('.composer')) focusComposer(root, composer)
  },
})

const messageActions = createMessageActions({
  state: () => state,
  change,
  interact,
  report,
  names: (message) => messageNames(message, state),
  focusComposer: () => focusComposer(root, composer),
})

const actions: Actions = {
  ...messageActions,
  update,
  retryNow: connection.retryNow,
  openChannel(id) {
    channelsOpen = false
    change(openChannel(state, id))
    focusComposer(root, composer)
  },
  openGuild(id) {
    composer.reset()
    change(openGuild(state, id))
  },
  moveBot(guildId, into) {
    const name = state.guilds.find(({ id }) => id === guildId)?.name
    if (!into && !confirm(`Remove ${state.bot.name} from ${name}?`)) return
    report(sendBotMove({ as: state.persona, guildId, hasBot: into }))
  },
  switchLocale(locale) {
    composer.reset()
    change({ ...state, locale })
    rememberView()
  },
  switchPersona(persona) {
    if (persona === state.persona) return
    composer.reset()
    rememberView(persona)
    change({ ...state, ...nothingBegun, persona, ready: false, connection: 'connecting' })
    connection.connectAs(persona)
  },
  dismiss: (id) => change(dismiss(state, id)),
  press(message, customId, values) {
    const action = { kind: 'component' as const, messageId: message.id, customId, ...(values && { values }) }
    report(interact(action, { messageId: message.id, customId }))
  },
  submitModal(fields) {
    const open = state.modal
    if (!open) return
    report(
      interact({ kind: 'modal', customId: open.modal.custom_id, fields }, {}).then(() =>
        change({ ...state, modal: null }),
      ),
    )
  },
  closeModal: () => state.modal && change({ ...state, modal: null }),
  useCommand(text) {
    composer.use(text)
    focusComposer(root, composer)
  },
  toggleChannels(open = !channelsOpen) {
    channelsOpen = open
    update()
  },
}

function receive(event: PreviewEvent): void {
  const watching = scroller.atEnd() && !document.hidden
  const next = applyEvent(state, event, watching)
  if (event.type === 'snapshot') change(openChannel(next, next.activeChannel))
  else change(next)
}

function change(next: PageState): void {
  const [before, now] = [commandsHere(state), commandsHere(next)]
  if (before !== now || next.locale !== state.locale) commands = listCommands(now, next.locale)
  state = next
  update()
}

async function interact(
  action: InteractionRequest['action'],
  about: { command?: string; messageId?: string; customId?: string },
): Promise<void> {
  const channelId = state.activeChannel
  const id = await sendInteraction({ ...self(), channelId, action })
  const { command = null, messageId = null, customId = null } = about
  // Before the notice is drawn: it is then followed, and nothing says that the reader is further up.
  if (command !== null) scroller.toEnd()
  change(startInteraction(state, { id, channelId, command, messageId, customId }))
  setTimeout(() => {
    if (state.interactions.some((pending) => pending.id === id && pending.state === 'waiting'))
      change(settle(state, id))
  }, longestWait)
}

/** Who acts, and in which language. */
function self() {
  return { as: state.persona, locale: state.locale }
}

async function suggest(name: string, options: CommandOptionValue[]): Promise<Choice[]> {
  const action = { kind: 'command' as const, name, options }
  const found = await fetchSuggestions({ ...self(), channelId: state.activeChannel, action })
  return found.map((choice) => ({ name: choice.name, value: choice.value }))
}

/** A press that could not even be sent is said in the composer's line for notices. */
function report(work: Promise<void>): void {
  work.catch((error: unknown) => {
    composer.notice = error instanceof Error ? error.message : String(error)
    update()
  })
}

function update(): void {
  const tick = Math.floor(Date.now() / ticking)
  const parts = { state, commands, composer, actions, channelsOpen, tick }
  render(renderPage({ ...parts, atEnd: scroller.atEnd(), toEnd: scroller.toEnd }), root)
  const box = document.querySelector<HTMLElement>('.scroll')
  if (box) scroller.show(box, state.activeChannel)
  for (const dialog of document.querySelectorAll<HTMLDialogElement>('dialog.modal'))
    if (!dialog.open) dialog.showModal()
  placeMenus(state.menu)
  document.title = title()
}

function title(): string {
  const unread = state.channels.some(({ id }) => id !== state.activeChannel && countUnread(state, id) > 0)
  const channel = state.channels.find(({ id }) => id === state.activeChannel)
  return `${unread ? '• ' : ''}${channel ? `${channelLabel(channel)} | ` : ''}${guildHere(state).name}`
}

/** Keeps in the address who looks and in which language, for the next time the page is loaded. */
function rememberView(persona = state.persona): void {
  const view = new URLSearchParams()
  if (persona !== 'member') view.set('as', persona)
  if (state.locale !== 'en-US') view.set('lang', state.locale)
  history.replaceState(null, '', view.size ? `?${view}` : location.pathname)
}

/** Whether keys mean something of their own there: a field, an open menu, a form. */
function writes(element: Element | null): boolean {
  return Boolean(element?.closest('input, textarea, select, dialog, [role="menu"], [aria-expanded="true"]'))
}

/** As in Discord: typing anywhere goes to the message box, a click elsewhere closes its list. */
function listenToPage(): void {
  const leave = ({ target }: Event) => {
    if (composer.listOpen && target instanceof Element && !target.closest('.composer, .examples'))
      composer.closeList()
  }
  document.addEventListener('mousedown', leave)
  document.addEventListener('focusin', leave)
  document.addEventListener('keydown', (event) => {
    const plain = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
    if (plain && event.key !== ' ' && !writes(document.activeElement)) focusComposer(root, composer)
    if (event.key === 'Escape' && !event.defaultPrevented) goBack()
  })
  listenForMenu()
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && scroller.atEnd()) change(markRead(state, state.activeChannel))
  })
  setInterval(update, ticking)
}

/** Leaves what lies over the conversation, or the answer that was begun; fields, menus and forms come first. */
function goBack(): void {
  if (document.querySelector('dialog[open]')) return
  if (channelsOpen) actions.toggleChannels(false)
  else if (repliedMessage(state)) actions.cancelReply()
}

/** A menu closes when the person goes on elsewhere. */
function listenForMenu(): void {
  const leave = ({ target }: Event) => {
    if (
      state.menu &&
      target instanceof Element &&
      !target.closest('.menu, .more-actions[aria-expanded="true"]')
    )
      actions.closeMenu(true)
  }
  for (const type of ['pointerdown', 'wheel', 'touchmove'])
    document.addEventListener(type, leave, { passive: true })
  addEventListener('resize', () => actions.closeMenu(true))
}

listenToPage()
const view = new URLSearchParams(location.search)
change({ ...state, locale: toLocale(view.get('lang')) })
connection.connectAs(view.get('as') === 'moderator' ? 'moderator' : 'member')
