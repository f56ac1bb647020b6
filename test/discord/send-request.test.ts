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
})
