import { describe, expect, it } from 'vitest'
import { parseFeed } from '../../../src/sources/feed/parse-feed.js'

const minute = 60_000
const hour = 60 * minute
const at = 'https://news.example/feed.xml'
const paceOf = (channel: string) =>
  parseFeed(
    `<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>T</title>${channel}<item><title>A</title><ttl>1</ttl></item></channel></rss>`,
    at,
    0,
  ).pace

describe('a feed says how long its answers hold', () => {
  it.each([
    ['<ttl>90</ttl>', 90 * minute],
    ['<ttl> 90 </ttl><sy:updatePeriod>daily</sy:updatePeriod>', 90 * minute],
    ['<ttl>0</ttl>', null],
    ['<ttl>-5</ttl>', null],
    ['<ttl>soon</ttl>', null],
    ['<ttl>999999999</ttl>', 365 * 24 * hour],
    ['<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>', hour],
    ['<sy:updatePeriod>Daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>', 6 * hour],
    ['<sy:updatePeriod>weekly</sy:updatePeriod>', 7 * 24 * hour],
    ['<sy:updatePeriod>often</sy:updatePeriod>', null],
    ['<sy:updateFrequency>2</sy:updateFrequency>', null],
    ['', null],
  ])('%s', (channel, ttlMs) => {
    expect(paceOf(channel).ttlMs).toBe(ttlMs)
  })
})

describe('a feed says when it sleeps', () => {
  it.each([
    ['<skipHours><hour>3</hour><hour>2</hour><hour>03</hour></skipHours>', [2, 3], []],
    ['<skipHours><hour>24</hour><hour>25</hour><hour>-1</hour><hour>x</hour></skipHours>', [0], []],
    ['<skipDays><day>Sunday</day><day>saturday</day><day>Never</day></skipDays>', [], [0, 6]],
    ['<skipHours/><skipDays></skipDays>', [], []],
  ])('%s', (channel, skipHours, skipDays) => {
    expect(paceOf(channel)).toMatchObject({ skipHours, skipDays })
  })
})

it('an RDF feed says it in its channel, Atom and JSON Feed say nothing', () => {
  const rdf =
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>T</title><sy:updatePeriod>hourly</sy:updatePeriod></channel></rdf:RDF>'
  expect(parseFeed(rdf, at, 0).pace.ttlMs).toBe(hour)
  const nothing = { ttlMs: null, skipHours: [], skipDays: [] }
  const atom = '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title></feed>'
  const json = '{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[]}'
  for (const feed of [atom, json]) expect(parseFeed(feed, at, 0).pace).toEqual(nothing)
})
