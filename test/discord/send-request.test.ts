import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createPacedSend } from '../../src/discord/send-request.js'

const channel = 'https://discord.com/api/v10/channels/100000000000000001/messages'
const callback = 'https://discord.com/api/v10/interactions/100000000000000001/token/callback'
const followUp = 'https://discord.com/api/v10/webhooks/100000000000000001/token'

describe('a paced request', () => {
  const never = { turn: () => new Promise<() => void>(() => {}) }
  const atOnce = { turn: async () => () => {} }

  it('waits for its turn, and gives it back however it ends', async () => {
    const turns: string[] = []
    const pacer = {
      async turn() {
        turns.push('begin')
        return () => void turns.push('end')
      },
    }
    const send = async () => {
      turns.push('sent')
      throw new Error('cut')
    }
    await expect(createPacedSend(pacer, { timeoutMs: 1000, send })(channel, {})).rejects.toThrow('cut')
    expect(turns).toEqual(['begin', 'sent', 'end'])
  })

  it.each([callback, followUp])('does not wait when it is about an interaction: %s', async (url) => {
    const send = async () => new Response('{}')
    const answer = await createPacedSend(never, { timeoutMs: 1000, send })(url, {})
    expect(answer.status).toBe(200)
  })

  it('is given up when its answer does not come, as discord.js gives requests up', async () => {
    const paced = createPacedSend(atOnce, {
      timeoutMs: 20,
      send: (_, { signal }) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    })
    await expect(paced(channel, {})).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('leaves no connection open for an answer that nobody reads', async () => {
    const connections = new Set<Socket>()
    const server = createServer((_, response) => void response.writeHead(502).end('x'.repeat(100_000)))
    server.on('connection', (socket) => connections.add(socket))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    try {
      const paced = createPacedSend(atOnce, { timeoutMs: 5000 })
      for (let i = 0; i < 10; i++) {
        const { status } = await paced(`http://127.0.0.1:${port}/${i}`, {})
        expect(status).toBe(502)
      }
      // One may not be free yet when the next is asked for.
      expect(connections.size).toBeLessThan(4)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })

  it('is given up when its answer does not end', async () => {
    const server = createServer((_, response) => void response.writeHead(200).write('{'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    try {
      const paced = createPacedSend(atOnce, { timeoutMs: 100 })
      await expect(paced(`http://127.0.0.1:${port}/`, {})).rejects.toMatchObject({ name: 'AbortError' })
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})
