import type {
  AutocompleteResponse,
  GuildRequest,
  InteractionRequest,
  MessageRequest,
  Persona,
  PreviewEvent,
  ThreadRequest,
} from '../protocol.js'
import { retryDelay } from './retry-delay.js'

/** The line to the local Discord: one WebSocket for what happens, POSTs for what the person does. */

export interface Connection {
  /** Connects again as the other person. */
  connectAs(persona: Persona): void
  /** Tries at once instead of waiting for the next attempt. */
  retryNow(): void
}

/** Keeps a WebSocket to `/preview/events` open and hands on each event. */
export function createConnection(handlers: {
  onEvent(event: PreviewEvent): void
  onLost(): void
}): Connection {
  let persona: Persona = 'member'
  let socket: WebSocket | undefined
  let attempt = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function open() {
    clearTimeout(timer)
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
    const current = new WebSocket(`${scheme}://${location.host}/preview/events?as=${persona}`)
    socket = current
    current.onmessage = (message) => {
      if (socket !== current) return
      attempt = 0
      handlers.onEvent(JSON.parse(String(message.data)) as PreviewEvent)
    }
    current.onclose = () => {
      if (socket !== current) return
      handlers.onLost()
      timer = setTimeout(open, retryDelay(attempt++, Math.random()))
    }
  }

  function reopen() {
    const old = socket
    socket = undefined
    old?.close()
    open()
  }

  return {
    connectAs(next) {
      persona = next
      attempt = 0
      reopen()
    },
    retryNow: reopen,
  }
}

/** Runs a command, presses a button or sends a form; returns the interaction's id. */
export async function sendInteraction(request: InteractionRequest): Promise<string> {
  const { id } = await post<{ id: string }>('/preview/interactions', request)
  return id
}

/** The bot's suggestions for the focused option. */
export async function fetchSuggestions(
  request: InteractionRequest,
): Promise<AutocompleteResponse['choices']> {
  const { choices } = await post<AutocompleteResponse>('/preview/autocomplete', request)
  return choices ?? []
}

/** Writes a plain message as the person. */
export async function sendMessage(request: MessageRequest): Promise<void> {
  await post('/preview/messages', request)
}

/** Adds the bot to a server, or removes it. */
export async function sendBotMove(request: GuildRequest): Promise<void> {
  await post('/preview/guilds', request)
}

/** Opens a thread from a message; returns the id of its channel. */
export async function sendThread(request: ThreadRequest): Promise<string> {
  const { id } = await post<{ id: string }>('/preview/threads', request)
  return id
}

/** Hands a file over, for an option that takes one; returns the id to send as its value. */
export async function uploadFile(file: File): Promise<string> {
  const path = `/preview/attachments?name=${encodeURIComponent(file.name)}`
  const { id } = await postBody<{ id: string }>(path, file, file.type || 'application/octet-stream')
  return id
}

function post<Answer>(path: string, body: unknown): Promise<Answer> {
  return postBody(path, JSON.stringify(body), 'application/json')
}

async function postBody<Answer>(path: string, body: string | File, type: string): Promise<Answer> {
  const response = await fetch(path, { method: 'POST', headers: { 'content-type': type }, body }).catch(
    () => {
      throw new Error('The preview server does not answer. Is the program still running?')
    },
  )
  const answer = (await response.json().catch(() => ({}))) as { error?: string }
  if (!response.ok) throw new Error(answer.error ?? `The preview server answered ${response.status}.`)
  return answer as Answer
}
