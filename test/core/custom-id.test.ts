import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { customId } from '../../src/core/custom-id.js'

describe('customId', () => {
  const id = customId('search', { view: z.coerce.number().int(), word: z.string() })

  it('reads back what it wrote', () => {
    for (const word of ['', 'a:b', 'ü 漢', '%', '::', 'a%3Ab'])
      expect(id.decode(id.encode({ view: 7, word }))).toEqual({ view: 7, word })
  })

  it.each([
    '',
    'search',
    'search:1',
    'search:x:y',
    'search:1:a:b',
    'other:1:a',
    'search:1:%E0%A4%A',
    'search:1.5:a',
  ])('does not understand %j', (text) => {
    expect(id.decode(text)).toBeUndefined()
  })

  it('refuses to be longer than Discord allows', () => {
    expect(() => id.encode({ view: 1, word: 'x'.repeat(100) })).toThrow(/100/)
  })
})
