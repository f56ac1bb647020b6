import { describe, expect, it } from 'vitest'
import { analyze, tokenize } from '../../../src/search/text/analyze.js'
import { oddPieces, randomFrom, randomText } from '../../support/random.js'

describe('analyze', () => {
  it.each([
    [
      'stems English words and drops stop words',
      'The councils were voting on budgets',
      'council vote budget',
    ],
    [
      'folds case, accents and full-width letters',
      'Zürich STRAẞE café ｂｕｄｇｅｔ',
      'zurich strass cafe budget',
    ],
    ['keeps names that end or begin with a sign', 'C++, C# and .NET', 'c++ c# .net'],
    ['splits hyphenated words and adds the whole', 'GPT-4', 'gpt 4 gpt4'],
    [
      'drops possessives and contractions',
      "Riverton's mayor doesn't agree, they’re late",
      'riverton mayor agre late',
    ],
    ['keeps an apostrophe name findable both ways', "O'Brien", 'o brien obrien'],
    ['reads dotted abbreviations as one', 'the U.S. senate, e.g.', 'us senat eg'],
    ['keeps numbers whole', '1,000 people, 3.5 percent, v2.1.0', '1000 peopl 3.5 percent v2.1.0'],
    ['tells the acronym from the function word', 'WHO told us; it helps the US', 'who told help us'],
    ['finds the words of Chinese and drops particles', '城市的规划和预算', '城市 规划 预算'],
    ['separates scripts that touch', '新iPhone手机', '新 iphon 手机'],
    ['segments Thai', 'ภาษาไทยสวยงาม', 'ภาษา ไทย สวยงาม'],
    ['finds nothing in emoji and punctuation', '😀 … !!', ''],
  ])('%s', (_, text, terms) => {
    expect(analyze(text).join(' ')).toBe(terms)
  })

  it.each([
    ['de', 'Die Häuser der Städte', 'Haus Stadt'],
    ['fr', 'Les décisions des écoles', 'décision école'],
    ['es', 'Las elecciones de los países', 'elección país'],
    ['ru', 'новые дома в городах', 'новый дом город'],
    ['tr', 'evlerin fiyatları', 'ev fiyat'],
    ['ar', 'الكتاب', 'كتاب'],
  ])('gives forms of a word of %s one term, without its function words', (language, text, forms) => {
    expect(analyze(text, language)).toEqual(analyze(forms, language))
  })

  it('takes an unknown language for one without endings of its own', () => {
    expect(analyze('Sò longu 2026', 'co')).toContain('longu')
  })

  it('gives every term the place it stands at, in order', () => {
    const text = 'The self-hosted café of 城市规划'
    expect(tokenize(text).map(({ start, end, kind }) => `${kind} ${text.slice(start, end)}`)).toEqual([
      'word self',
      'word hosted',
      'compound self-hosted',
      'word café',
      'word 城市',
      'word 规划',
      'bigram 城市',
      'bigram 市规',
      'bigram 规划',
    ])
  })

  it('gives no empty term and no place outside the text, whatever the text', () => {
    const random = randomFrom(1)
    for (let i = 0; i < 300; i++) {
      const text = randomText(random, oddPieces, 60)
      for (const { term, start, end } of tokenize(text)) {
        expect(term, JSON.stringify(text)).toMatch(/^\S+$/u)
        expect(start >= 0 && start < end && end <= text.length, JSON.stringify(text)).toBe(true)
      }
    }
  })
})
