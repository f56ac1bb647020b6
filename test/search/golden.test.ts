import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.js'
import { silentLog } from '../../src/core/log.js'
import { fromRoot } from '../../src/core/root.js'
import { namesAmong } from '../../src/search/query/names.js'
import { createServices, type Services } from '../../src/services.js'
import { emptyDatabase } from '../support/database.js'

/** Queries on the sample articles that ship with the bot, and what a reader would expect to come first. */
describe('the sample articles', () => {
  let services: Services
  const now = Date.UTC(2026, 10, 20)

  beforeAll(async () => {
    services = await createServices(
      { ...readConfig({}), database: await emptyDatabase('sqlite'), sourceFolders: ['/'] },
      silentLog,
      { now: () => now },
    )
    for (const folder of ['archive', 'feeds', 'lab-notes', 'riverton-herald'])
      await services.sources.importFrom(fromRoot('data/samples', folder), now)
    await services.catchUp(now)
  })
  afterAll(() => services.close())

  const find = async (query: string) => {
    const names = namesAmong(await services.stores.sources.all(), await services.stores.topics.all())
    const { hits } = services.index.search(query, { ...names, limit: 5, now })
    return (await services.stores.articles.byIds(hits.map(({ id }) => id))).map(({ title }) => title)
  }

  it.each([
    ['harbour bridge closed', ['Riverton to close harbour bridge for nine months']],
    ['when does the night tram run', ['Night tram returns on Fridays']],
    [
      'who won the estuary cup?',
      ['Otters win Estuary Cup on penalties', 'Otters win the cup after eleven penalties'],
    ],
    [
      'flu vaccination villages',
      ['Vaccination bus goes to the villages, and stays until eight in the evening'],
    ],
    ['batteries without lithium', ['A battery of salt and iron for the tide']],
    ['seals', ['Cape Orrin counts 400 seals, twice as many as ten years ago']],
    [
      'face recognition photos',
      ['Vireo 4.2 released with offline face recognition', 'Vireo 4.2: faces stay at home'],
    ],
    ['borrow musical instruments', ['The library that lends a cello']],
    ['CalDAV', ['Self-hosted calendar Almanac drops its app and gains users']],
    ['mail server hole', ['Security: update Postbox Relay to 1.8.3']],
    ['how many homes lost power in the storm', ['Storm Petra: harbour shut, 8,400 homes without power']],
    ['sirens', ['Report on Storm Petra: early warning worked, sirens did not']],
    ['太阳能', ['江城批准学校太阳能屋顶计划']],
    ['萤火虫的数量', ['萤火虫回到了塔恩湖']],
    ['mercados de pescados', ['El mercado de pescado abrirá también por la noche']],
    ['Sicherung prüfen', ['Kiste 2.0: Sicherungen, die sich selbst prüfen']],
    ['"seaweed bread"', ['A bread with seaweed wins over the sceptics']],
    ['title:pool', ['5,100 signatures save the swimming pool']],
    ['coucnil budget 2027', ['Council adopts the budget for 2027 after a night sitting']],
    ['heat pmup sea water', ['One street, one heat pump']],
    ['lang:de', ['Kiste 2.0: Sicherungen, die sich selbst prüfen']],
    [
      'storm petra before:2026-10-09 after:2026-10-08 title:roof',
      ['Storm Petra closes the harbour and tears the roof off the ferry hall'],
    ],
    ['otters -penalties', ['Otters sign goalkeeper from Vell']],
    [
      'chess OR rowing sort:relevance',
      ['Rowing: eight without a boat', 'Chess club looks for a warmer room'],
    ],
  ])('%s', async (query, expected) => {
    const found = await find(query)
    if (expected.length === 1) expect(found[0]).toBe(expected[0])
    else expect(found.slice(0, expected.length).sort()).toEqual([...expected].sort())
  })

  it('gives the versions of one story before what only mentions it', async () => {
    const found = await find('harbour bridge')
    expect(found.slice(0, 4).sort()).toEqual([
      'Harbour bridge: five questions from readers',
      'How will Riverton get across the harbour?, Nine months without the iron bridge',
      'Riverton to close harbour bridge for nine months',
      'What the bridge closure means for our shops',
    ])
  })

  it('gives the newest first when asked', async () => {
    expect((await find('storm petra sort:newest -"bring indoors"')).slice(0, 4)).toEqual([
      'Skerry school learns in the boat shed',
      'Report on Storm Petra: early warning worked, sirens did not',
      'Storm Petra closes the harbour and tears the roof off the ferry hall',
      'Storm Petra: harbour shut, 8,400 homes without power',
    ])
  })

  it('finds nothing about what is not there', async () => {
    for (const query of ['xylophonist', '"bridge of gold"', 'source:times', 'lang:fi'])
      expect(await find(query)).toEqual([])
  })
})
