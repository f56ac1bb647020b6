import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as the scripted model sees it. */
export interface Asked {
  path: string
  headers: IncomingMessage['headers']
  body: Record<string, unknown>
  /** All that was sent to be read: instructions, passages, question. */
  prompt: string
}

/** How the scripted model answers a request. */
export type Respond = (asked: Asked, response: ServerResponse) => void

/** A local server that speaks OpenAI's chat completions as a script says. */
export async function createModelEndpoint(respond: Respond) {
  const asked: Asked[] = []
  const script = { respond }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = parse(Buffer.concat(chunks).toString())
    const messages = (body.messages ?? []) as { content: string }[]
    const prompt = messages.map(({ content }) => content).join('\n\n')
    const each = { path: request.url ?? '', headers: request.headers, body, prompt }
    asked.push(each)
    script.respond(each, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    /** Answers differently from now on. */
    script(next: Respond) {
      script.respond = next
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

function parse(text: string): Record<string, unknown> {
  return text ? JSON.parse(text) : {}
}

const event = (data: object) => `data: ${JSON.stringify(data)}\n\n`
const deltaOf = (content: string) => event({ choices: [{ delta: { content } }] })

function* piecesOf(text: string, length: number): Generator<string> {
  const chars = [...text]
  for (let at = 0; at < chars.length; at += length) yield chars.slice(at, at + length).join('')
}

function begin(response: ServerResponse, contentType = 'text/event-stream'): void {
  response.writeHead(200, { 'content-type': contentType })
}

/** Ways to deliver a text, well or badly. Each writes all it has to say at once: nothing waits. */
export const deliver = {
  stream:
    (content: string): Respond =>
    (_, response) => {
      begin(response)
      for (const piece of piecesOf(content, 12)) response.write(deltaOf(piece))
      response.write(
        event({ choices: [], usage: { prompt_tokens: 900, completion_tokens: 100, total_tokens: 1000 } }),
      )
      response.end('data: [DONE]\n\n')
    },

  /** Every byte on its own, CRLF, comments, another content type. */
  crumbs:
    (content: string): Respond =>
    (_, response) => {
      begin(response, 'text/plain')
      response.socket?.setNoDelay(true)
      const text = `: hello\r\n\r\n${[...piecesOf(content, 40)].map(deltaOf).join(': ping\n\n')}`.replace(
        /(?<!\r)\n/g,
        '\r\n',
      )
      for (const byte of Buffer.from(text)) response.write(Buffer.from([byte]))
      response.end()
    },

  /** One document, although a stream was asked for. */
  document:
    (content: string): Respond =>
    (_, response) => {
      begin(response, 'application/json; charset=utf-8')
      response.end(
        JSON.stringify({
          choices: [{ message: { role: 'assistant', content } }],
          usage: { total_tokens: 1000 },
        }),
      )
    },

  /** Thinks aloud first, with an answer that it drops. */
  thinking: (content: string): Respond =>
    deliver.stream(
      `<think>Perhaps {"claims": [{"text": "no", "source": 1, "quote": "no"}]}?\n</think>\n${content}`,
    ),

  thinkingWithoutBeginning: (content: string): Respond =>
    deliver.stream(`Perhaps {"claims": []}? No. </think>${content}`),

  reasoning:
    (content: string): Respond =>
    (_, response) => {
      begin(response)
      response.write(event({ choices: [{ delta: { reasoning_content: 'Let me see.' } }] }))
      for (const piece of piecesOf(content, 12)) response.write(deltaOf(piece))
      response.end()
    },

  fenced: (content: string): Respond =>
    deliver.stream(`Here you are:\n\`\`\`json\n${content}\n\`\`\`\nAnything else?`),

  stallBeforeHeaders: (): Respond => () => {},

  stallBeforeWords: (): Respond => (_, response) => {
    begin(response)
    response.write(': working on it\n\n')
  },

  stallBetween:
    (content: string): Respond =>
    (_, response) => {
      begin(response)
      response.write(deltaOf(content.slice(0, Math.ceil(content.length / 2))))
    },

  endless:
    (content: string): Respond =>
    (_, response) => {
      begin(response)
      response.write(deltaOf(content.slice(0, -1)))
      const more = deltaOf(' and so on'.repeat(50))
      const write = () => {
        while (!response.destroyed && response.write(more));
      }
      response.on('drain', write)
      write()
    },

  status:
    (status: number, message: string, headers: Record<string, string> = {}): Respond =>
    (_, response) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(JSON.stringify({ error: { message } }))
    },

  reset: (): Respond => (_, response) => response.socket?.resetAndDestroy(),

  resetBetween:
    (content: string): Respond =>
    (_, response) => {
      begin(response)
      response.write(deltaOf(content.slice(0, Math.ceil(content.length / 2))), () =>
        response.socket?.resetAndDestroy(),
      )
    },

  html: (): Respond => (_, response) => {
    begin(response, 'text/html')
    response.end('<html><body>Welcome to the hotel network</body></html>')
  },

  empty: (): Respond => (_, response) => {
    begin(response)
    response.end()
  },

  errorBetween:
    (content: string): Respond =>
    (_, response) => {
      begin(response)
      response.write(deltaOf(content.slice(0, 20)))
      response.end(event({ error: { message: 'overloaded' } }))
    },
}

/** A server that does not know something yet answers as another one does. */
export function refuseFields(refused: RegExp, complaint: string, otherwise: Respond): Respond {
  return (asked, response) =>
    refused.test(JSON.stringify(asked.body))
      ? deliver.status(400, complaint)(asked, response)
      : otherwise(asked, response)
}

/** An answer as it was asked for. */
export function answerOf(claims: readonly { text: string; source: unknown; quote: string }[]): string {
  return JSON.stringify({ answerable: true, claims })
}
