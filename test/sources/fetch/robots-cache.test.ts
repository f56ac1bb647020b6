import { expect, it } from 'vitest'
import type { FetchResult } from '../../../src/sources/fetch/fetch.js'
import { createRobots } from '../../../src/sources/fetch/robots-cache.js'
import { SourceError } from '../../../src/sources/source-error.js'

const hour = 3_600_000
const page = 'https://paper.example/news/1'

function setup(answers: (string | Error)[]) {
  const clock = { now: 0 }
  const asked: string[] = []
  const delays: number[] = []
  const get = async (url: string): Promise<FetchResult> => {
    asked.push(url)
    const answer = answers.shift() ?? new SourceError('source.gone', { host: 'paper.example', status: 404 })
    if (answer instanceof Error) throw answer
    const body = Buffer.from(answer)
    const none = { etag: null, lastModified: null, maxAgeMs: null, expiresAt: null }
    return { status: 'ok', url, movedTo: null, contentType: null, contentLocation: null, body, ...none }
  }
  const slowDown = (_url: string, gapMs: number) => void delays.push(gapMs)
  return { clock, asked, delays, robots: createRobots({ get, slowDown }, () => clock.now) }
}

const fault = (key: ConstructorParameters<typeof SourceError>[0]) =>
  new SourceError(key, { host: 'paper.example', status: 500 })

it('asks an origin once a day, and once for all who ask at the same time', async () => {
  const { robots, asked, clock } = setup(['User-agent: *\nDisallow: /private'])
  const verdicts = await Promise.all(
    [page, `${page}/2`, 'https://paper.example/private/x'].map((url) => robots.check(url)),
  )
  expect(verdicts.map(({ allowed }) => allowed)).toEqual([true, true, false])
  clock.now = 23 * hour
  await robots.check(page)
  expect(asked).toEqual(['https://paper.example/robots.txt'])
  clock.now = 25 * hour
  await robots.check(page)
  expect(asked).toHaveLength(2)
})

it('names the site in the sentence of a refusal', async () => {
  const { robots } = setup(['User-agent: courant\nDisallow: /'])
  expect(await robots.check(page)).toMatchObject({
    allowed: false,
    refusal: { key: 'source.robots', params: { host: 'paper.example' } },
  })
})

it.each(['source.gone', 'source.forbidden', 'source.challenge', 'source.tooManyRedirects'] as const)(
  'allows everything where there is no robots.txt (%s)',
  async (key) => {
    expect(await setup([fault(key)]).robots.check(page)).toMatchObject({ allowed: true, refusal: null })
  },
)

it.each([
  ['source.serverFault', 'source.robotsUnreadable'],
  ['source.busy', 'source.busy'],
  ['source.nameNotFound', 'source.nameNotFound'],
] as const)('allows nothing for a while where it cannot be read (%s), and says so', async (key, said) => {
  const { robots, asked, clock } = setup([fault(key), 'User-agent: *\nAllow: /'])
  expect(await robots.check(page)).toMatchObject({ allowed: false, refusal: { key: said } })
  clock.now = hour / 2
  expect((await robots.check(page)).allowed).toBe(true)
  expect(asked).toHaveLength(2)
})

it('keeps to what a site said last while its robots.txt cannot be read', async () => {
  const { robots, clock } = setup(['User-agent: *\nDisallow: /private', fault('source.serverFault')])
  await robots.check(page)
  clock.now = 25 * hour
  expect((await robots.check(page)).allowed).toBe(true)
  expect((await robots.check('https://paper.example/private')).refusal?.key).toBe('source.robots')
})

it('slows the site down as it asks, and passes its sitemaps on', async () => {
  const { robots, delays } = setup(['User-agent: *\nCrawl-delay: 3\nSitemap: https://paper.example/s.xml'])
  expect(await robots.check(page)).toMatchObject({
    crawlDelayMs: 3000,
    sitemaps: ['https://paper.example/s.xml'],
  })
  expect(delays).toEqual([3000])
})

it('leaves what is no web address to the fetcher', async () => {
  const { robots, asked } = setup([])
  for (const address of ['file:///etc/hosts', 'nonsense', ''])
    expect((await robots.check(address)).allowed).toBe(true)
  expect(asked).toEqual([])
})

it('forgets the origins that were asked longest ago', async () => {
  const { robots, asked } = setup([])
  for (let i = 0; i <= 1000; i++) await robots.check(`https://host${i}.example/`)
  await robots.check('https://host1000.example/')
  expect(asked).toHaveLength(1001)
  await robots.check('https://host0.example/')
  expect(asked).toHaveLength(1002)
})
