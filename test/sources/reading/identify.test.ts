import { describe, expect, it } from 'vitest'
import type { ArticleDraft } from '../../../src/core/article.js'
import { identify, nameAll, schemeOf } from '../../../src/sources/reading/identify.js'
import type { KnownKey } from '../../../src/store/articles.js'
import { draft, noon } from '../../support/articles.js'

const long = 'The council met on Monday and voted for the new bridge over the river after a long debate.'

/** What the store knows after these drafts were stored with the ids 1, 2, … */
function knownAs(...drafts: ArticleDraft[]): KnownKey[] {
  return nameAll(drafts).flatMap(({ draft: each, keys }, i) =>
    keys.map((key) => ({
      key,
      articleId: i + 1,
      title: each.title,
      publishedAt: each.publishedAt,
      contentHash: null,
    })),
  )
}

function item(fields: Partial<ArticleDraft> & { title: string }): ArticleDraft {
  return draft({ text: `${fields.title}. ${long}`, ...fields })
}

function recognised(drafts: ArticleDraft[], known: KnownKey[], scheme: 'guid' | 'url' | 'words' = 'guid') {
  return identify(nameAll(drafts), known, scheme).items.map((each) => each.known)
}

const bridge = item({ title: 'Bridge opens', identity: 'guid-1', url: 'https://news.test/bridge' })

describe('an article is recognised', () => {
  const cases: [string, ArticleDraft][] = [
    [
      'by its guid, whatever else changed',
      { ...bridge, title: 'New', text: 'other', url: 'https://x.test/y' },
    ],
    ['by its address when the guid was made anew', { ...bridge, identity: 'guid-9', text: 'other' }],
    [
      'by its address and date when guid and title changed',
      { ...bridge, identity: 'guid-9', title: 'Bridge opened', text: 'other', publishedAt: noon },
    ],
    [
      'by its words when guid and address changed',
      { ...bridge, identity: 'guid-9', url: 'https://news.test/p/1' },
    ],
    [
      'after the site moved to https and dropped www',
      { ...bridge, identity: 'x', url: 'http://www.news.test/bridge/' },
    ],
  ]
  for (const [name, changed] of cases)
    it(name, () => {
      expect(recognised([changed], knownAs({ ...bridge, publishedAt: noon }))).toEqual([1])
    })
})

describe('an article is new', () => {
  const cases: [string, ArticleDraft, 'guid' | 'url'][] = [
    [
      'when only its address is known and guids tell articles apart',
      item({ title: 'Second part', identity: 'guid-2', url: 'https://news.test/bridge' }),
      'guid',
    ],
    [
      'when nothing of it is known',
      item({ title: 'Other', identity: 'guid-2', url: 'https://news.test/o' }),
      'guid',
    ],
    [
      'when only a short text is the same',
      draft({ title: 'Bridge opens', text: 'Read more', identity: 'guid-2', url: 'https://news.test/o' }),
      'guid',
    ],
    [
      'when its address is the front page of the site',
      item({ title: 'Third', identity: 'guid-3', url: 'https://news.test/' }),
      'url',
    ],
  ]
  for (const [name, fresh, scheme] of cases)
    it(name, () => {
      const known = knownAs(
        bridge,
        draft({ title: 'Bridge opens', text: 'Read more', identity: 'short', url: 'https://news.test/s' }),
        item({ title: 'Front', identity: 'front', url: 'https://news.test/' }),
      )
      expect(recognised([fresh], known, scheme)).toEqual([null])
    })

  it('when several items of the feed have the known address', () => {
    const items = ['a', 'b'].map((identity) =>
      item({ title: `Update ${identity}`, identity, url: 'https://status.test/now' }),
    )
    const before = item({ title: 'Update 0', identity: '0', url: 'https://status.test/now' })
    expect(recognised(items, knownAs(before))).toEqual([null, null])
  })
})

it('recognises short items that have no name of their own, when they are most of the source', () => {
  const note = (n: number, session: number) =>
    draft({ title: `Note ${n}`, text: 'Short.', identity: `g${n}-${session}`, url: 'https://n.test/notes' })
  const known = knownAs(note(1, 1), note(2, 1), note(3, 1))
  expect(recognised([note(1, 2), note(2, 2), note(3, 2)], known)).toEqual([1, 2, 3])
  expect(recognised([note(4, 2), note(2, 2), note(5, 2)], known)).toEqual([null, null, null])
})

it('recognises an article by title and date when everything else changed', () => {
  const before = item({ title: 'Mayor resigns', identity: 'a', url: 'https://old.test/1', publishedAt: noon })
  const after = { ...before, identity: 'b', url: 'https://new.test/x', text: 'Rewritten.' }
  expect(recognised([after], knownAs(before))).toEqual([1])
})

it('recognises each stored article once', () => {
  const again = { ...bridge, identity: 'guid-2' }
  expect(recognised([bridge, again], knownAs(bridge))).toEqual([1, null])
})

it('keeps what was removed away, under any of its names', () => {
  const removed = knownAs(bridge).map((key) => ({ ...key, articleId: null, title: null }))
  expect(recognised([bridge, { ...bridge, identity: 'guid-7' }], removed)).toEqual(['removed', 'removed'])
})

it('takes two new items with the same words for one', () => {
  const twice = [bridge, { ...bridge, identity: 'guid-2', url: 'https://news.test/copy' }]
  expect(identify(nameAll(twice), [], 'guid').items).toHaveLength(1)
})

it('changes to addresses where a source makes its guids anew each time', () => {
  const articles = [1, 2, 3, 4].map((n) =>
    item({ title: `N${n}`, identity: `a${n}`, url: `https://n.test/${n}` }),
  )
  const renamed = articles.map((each, i) => ({ ...each, identity: `b${i}` }))
  const { items, scheme } = identify(nameAll(renamed), knownAs(...articles), 'guid')
  expect(items.map(({ known }) => known)).toEqual([1, 2, 3, 4])
  expect(scheme).toBe('url')
})

it('trusts the address alone once addresses are the scheme', () => {
  const retitled = { ...bridge, identity: 'guid-9', title: 'Bridge closed again', text: 'other' }
  expect(recognised([retitled], knownAs(bridge), 'url')).toEqual([1])
})

describe('the scheme of a first reading', () => {
  const cases: [string, ArticleDraft[]][] = [
    ['guid', [bridge]],
    ['url', [{ ...bridge, identity: 'https://news.test/bridge' }]],
    ['words', [{ ...bridge, url: null, identity: 'hash' }]],
  ]
  for (const [scheme, drafts] of cases)
    it(`is "${scheme}" where that tells articles apart`, () => {
      expect(schemeOf(drafts)).toBe(scheme)
    })
})
