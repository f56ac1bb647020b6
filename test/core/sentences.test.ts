import { describe, expect, it } from 'vitest'
import { splitSentences } from '../../src/core/sentences.js'
import { oddPieces, randomFrom, randomText } from '../support/random.js'

describe('splitSentences', () => {
  it.each([
    [
      'ends at full stops, questions and exclamations',
      'It rained. Did it? Yes! It did.',
      ['It rained.', 'Did it?', 'Yes!', 'It did.'],
    ],
    [
      'does not end after a title',
      'Mr. Orlo met Dr. Vance. They spoke.',
      ['Mr. Orlo met Dr. Vance.', 'They spoke.'],
    ],
    [
      'does not end after initials',
      'J. R. Hale and Mary T. Finch won.',
      ['J. R. Hale and Mary T. Finch won.'],
    ],
    ['does not end inside "U.S. Senate"', 'The U.S. Senate voted.', ['The U.S. Senate voted.']],
    [
      'ends after "U.S." when a sentence begins',
      'He left the U.S. The ship sailed.',
      ['He left the U.S.', 'The ship sailed.'],
    ],
    ['does not end after an agency mark and a title', '(Wire)Sen. Orlo spoke.', ['(Wire)Sen. Orlo spoke.']],
    [
      'does not end inside numbers',
      'It costs 3.5 million, see No. 7 and p. 3. Then pay.',
      ['It costs 3.5 million, see No. 7 and p. 3.', 'Then pay.'],
    ],
    [
      'ends after "no." and months',
      'They said no. Then they left in Dec. Sales rose.',
      ['They said no.', 'Then they left in Dec.', 'Sales rose.'],
    ],
    [
      'does not end before a small letter',
      '“Why?” she asked. It was late... or early.',
      ['“Why?” she asked.', 'It was late... or early.'],
    ],
    [
      'keeps a short quotation whole',
      '"It is late. We go home," he said. They went.',
      ['"It is late. We go home," he said.', 'They went.'],
    ],
    [
      'ends behind closing marks',
      'She said “Go.” (He went.) Then it rained.',
      ['She said “Go.”', '(He went.)', 'Then it rained.'],
    ],
    [
      'cuts where a feed lost the space',
      'The match ended.Then the rain came.',
      ['The match ended.', 'Then the rain came.'],
    ],
    [
      'does not cut names with points',
      'ASP.NET and node.js and example.com work.',
      ['ASP.NET and node.js and example.com work.'],
    ],
    [
      'keeps a list number with its item',
      '1. First do this.\n2. Then that.',
      ['1. First do this.', '2. Then that.'],
    ],
    ['takes lines apart', 'A heading\n\nA sentence.\r\nAnother', ['A heading', 'A sentence.', 'Another']],
    [
      'reads Chinese',
      '市议会投票了。“为什么？”他问。结果明天公布！',
      ['市议会投票了。', '“为什么？”', '他问。', '结果明天公布！'],
    ],
    ['finds nothing in space', ' \n\t\n', []],
  ])('%s', (_, text, sentences) => {
    expect(splitSentences(text)).toEqual(sentences)
  })

  it('gives every sentence as it stands in the text, in order, and loses nothing but space', () => {
    const random = randomFrom(6)
    for (let i = 0; i < 400; i++) {
      const text = randomText(random, oddPieces, 80)
      const sentences = splitSentences(text)
      let from = 0
      for (const sentence of sentences) {
        from = text.indexOf(sentence, from)
        expect(from, JSON.stringify({ text, sentence })).toBeGreaterThanOrEqual(0)
        from += sentence.length
      }
      expect(sentences.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
    }
  })

  it.each(['a', 'a. ', '"a. ', 'Mr. ', '.', 'No. 1 '])(
    'reads 200,000 characters of %j in a moment',
    (piece) => {
      const started = performance.now()
      splitSentences(piece.repeat(200_000).slice(0, 200_000))
      expect(performance.now() - started).toBeLessThan(2000)
    },
  )
})
