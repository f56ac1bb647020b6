import { expect, it } from 'vitest'
import { authorNames, findArticleData } from '../../../src/sources/page/json-ld.js'

const article = { '@type': 'NewsArticle', headline: 'Tram', author: { name: 'Ann' } }

it.each([
  ['alone', article],
  ['in a list', [{ '@type': 'Organization' }, article]],
  ['in a graph', { '@graph': [{ '@type': 'WebPage', datePublished: '2020-01-01' }, article] }],
  ['as the main entity', { '@type': 'WebPage', mainEntity: article }],
])('finds an article %s', (_where, data) => {
  expect(findArticleData([JSON.stringify(data)])).toMatchObject({ headline: 'Tram' })
})

it('takes what has a date of publication where nothing is an article', () => {
  const data = [{ '@type': 'Organization' }, { '@type': 'Recipe', datePublished: '2020-01-01' }]
  expect(findArticleData(['{broken', JSON.stringify(data)])).toMatchObject({ '@type': 'Recipe' })
  expect(findArticleData(['{"@type":"Organization"}', '7', '{broken'])).toBe(null)
})

it('reads JSON with comments around it, breaks inside strings and a semicolon behind it', () => {
  const script = '<!-- {"@type":"Article","headline":"Two\nlines"}; -->'
  expect(findArticleData([script])).toMatchObject({ headline: 'Two lines' })
})

it.each([
  ['Ann', 'Ann'],
  [{ name: 'Ann' }, 'Ann'],
  [[{ name: 'Ann' }, 'Bob', { name: 'Ann' }], 'Ann, Bob'],
  [['https://a.example/ann', { name: 'Bob' }], 'Bob'],
  [{ '@id': '#ann' }, 'Ann'],
  [{ '@id': '#nobody' }, null],
  [undefined, null],
])('names the authors of %j', (author, names) => {
  const graph = [
    { '@type': 'Article', author },
    { '@type': 'Person', '@id': '#ann', name: 'Ann' },
  ]
  expect(authorNames(findArticleData([JSON.stringify({ '@graph': graph })]))).toBe(names)
})
