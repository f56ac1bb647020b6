import { describe, expect, it } from 'vitest'
import type { Reply } from '../../src/core/reply.js'
import { embedLength, renderReply } from '../../src/discord/render-reply.js'
import { randomFrom } from '../support/random.js'

describe('renderReply', () => {
  it('turns mentions off', () => {
    expect(renderReply({ content: '@everyone' }).allowed_mentions).toEqual({ parse: [] })
  })

  it('leaves what fits as it is', () => {
    expect(
      renderReply({ embeds: [{ title: 'T', description: 'D', footer: 'F', color: 1, timestamp: 0 }] }).embeds,
    ).toEqual([
      {
        title: 'T',
        description: 'D',
        footer: { text: 'F' },
        color: 1,
        timestamp: '1970-01-01T00:00:00.000Z',
      },
    ])
  })

  it('leaves out a date that Discord cannot show', () => {
    for (const timestamp of [Number.NaN, 9e15, Date.UTC(20000, 0)])
      expect(renderReply({ embeds: [{ title: 'T', timestamp }] }).embeds[0]).toEqual({ title: 'T' })
  })

  it('shows pictures of the web, and leaves out addresses that Discord refuses', () => {
    const imageOf = (image: string) => renderReply({ embeds: [{ title: 'T', image }] }).embeds[0]?.image
    expect(imageOf('https://a.test/b.jpg')).toEqual({ url: 'https://a.test/b.jpg' })
    for (const image of [
      '',
      'ftp://a.test/b.jpg',
      'data:image/png;base64,x',
      'https://',
      `https://a.test/${'x'.repeat(2048)}`,
    ])
      expect(imageOf(image)).toBeUndefined()
  })

  it('never exceeds a limit of Discord, whatever is in a reply', () => {
    const seed = 20261102
    const random = randomFrom(seed)
    const length = (max: number) => Math.floor(random() ** 3 * max)
    const text = (max: number) => '漢👍a b'.repeat(Math.ceil(max / 5)).slice(0, Math.max(1, length(max)))
    const list = <Item>(max: number, item: () => Item) => Array.from({ length: length(max) }, item)
    for (let i = 0; i < 200; i++) {
      const reply: Reply = {
        content: text(5000),
        embeds: list(15, () => ({
          title: text(600),
          description: text(9000),
          footer: text(4000),
          author: { name: text(600) },
          fields: list(40, () => ({ name: text(400), value: text(2000) })),
        })),
        rows: list(8, () =>
          random() < 0.5
            ? list(8, () => ({ label: text(200), id: 'x' }))
            : [
                {
                  id: 'y',
                  placeholder: text(300),
                  choices: list(40, () => ({ label: text(200), value: 'v', description: text(300) })),
                },
              ],
        ),
      }
      const message = renderReply(reply)
      expect(message.content.length, `seed ${seed}`).toBeLessThanOrEqual(2000)
      expect(message.embeds.length).toBeLessThanOrEqual(10)
      expect(message.embeds.reduce((sum, embed) => sum + embedLength(embed), 0)).toBeLessThanOrEqual(6000)
      for (const embed of message.embeds) {
        expect(embed.title?.length ?? 0).toBeLessThanOrEqual(256)
        expect(embed.description?.length ?? 0).toBeLessThanOrEqual(4096)
        expect(embed.fields?.length ?? 0).toBeLessThanOrEqual(25)
      }
      expect(message.components.length).toBeLessThanOrEqual(5)
      for (const row of message.components) expect(row.components.length).toBeLessThanOrEqual(5)
    }
  })
})
