import { describe, expect, it } from 'vitest'
import { looksLikeArticle } from '../../../src/sources/page/looks-like-article.js'

const title = 'Night trams return to the harbour after eleven years'
const teaser = 'The first tram left the depot at dawn, carrying more people than on any morning before.'
const more =
  'Its driver had waited eleven years for the night line to open since she was trained. The noise was lower than she feared, and passengers who live along the harbour said that they had slept through it. '
const page = {
  title,
  text: `${teaser}\n\n${more.repeat(8)}`,
  url: 'https://paper.example/2026/night-trams',
}
const excerpt = { title, text: teaser }
const looks = (found: Partial<typeof page>, of: Partial<typeof excerpt> = {}) =>
  looksLikeArticle({ ...page, ...found }, { ...excerpt, ...of })

describe('a page is the longer version of an excerpt', () => {
  it.each([
    ['when it has the title and repeats the teaser', {}, {}],
    ['when the site gave it another title', { title: 'At last, the tram is back' }, {}],
    [
      'when the teaser was written for itself',
      {},
      { text: 'What passengers think of the new line, in their own words' },
    ],
    ['when there is nothing but a title', {}, { text: '' }],
    ['when the title ends with the site’s name', { title: `${title} | The Daily Paper` }, {}],
    ['when the teaser was cut', {}, { text: `${teaser.slice(0, 60)}…` }],
    ['when it says something about cookies and is long', { text: `${page.text} We value your privacy.` }, {}],
    [
      'in Chinese',
      {
        title: '夜间电车时隔十一年重返港口',
        text: '第一班电车黎明时分离开车库，乘客比以往任何早晨都多。司机等了十一年。'.repeat(5),
      },
      { title: '夜间电车重返港口', text: '第一班电车黎明时分离开车库，乘客比以往任何早晨都多。' },
    ],
    [
      'when the article itself is about an error',
      {
        title: 'Error 404: how a page got its name',
        text: `Error 404 is a page with a name. ${more.repeat(8)}`,
      },
      { title: 'Error 404: how a page got its name', text: 'Error 404 is a page with a name.' },
    ],
  ])('%s', (_rule, found, of) => {
    expect(looks(found, of)).toBe(true)
  })
})

describe('a page is not the article', () => {
  it.each([
    ['when it is empty', { text: '' }, {}],
    ['when it is an error that quotes the teaser', { title: 'Page not found' }, {}],
    [
      'when it is an error in German',
      { title: 'Seite nicht gefunden - Die Zeitung', text: more.repeat(8) },
      {},
    ],
    ['when it is another article', { title: 'Bakers expect a warm winter', text: more.repeat(8) }, {}],
    [
      'when it is the home page with its teaser',
      { title: 'The Daily Paper', url: 'https://paper.example/' },
      {},
    ],
    [
      'when it is the home page of a language',
      { title: 'The Daily Paper', url: 'https://paper.example/en/' },
      {},
    ],
    ['when it asks for JavaScript', { text: `${teaser} Please enable JavaScript to see this page.` }, {}],
    [
      'when it asks for money',
      { text: `${teaser} ${more} Subscribe to continue reading. Already a subscriber?` },
      {},
    ],
    ['when it asks for money in French', { text: `${teaser} Article réservé aux abonnés.` }, {}],
    ['when it asks for consent', { text: 'We value your privacy. We and our partners store cookies.' }, {}],
    [
      'when it only has the title of the article',
      { text: 'Weather, sports and the numbers of the lottery. '.repeat(20) },
      {},
    ],
    [
      'when a site is called like one word of the title',
      { title: 'Harbour', text: more.repeat(8) },
      { text: '' },
    ],
  ])('%s', (_rule, found, of) => {
    expect(looks(found, of)).toBe(false)
  })
})

it('reads much text in one pass', () => {
  const found = { title: 'a '.repeat(500_000), text: 'no longer '.repeat(500_000) }
  expect(looks(found, { text: 'a b '.repeat(500_000) })).toBe(false)
})
