import { describe, expect, it } from 'vitest'
import { keyFacts } from '../../src/summaries/key-facts.js'

describe('keyFacts', () => {
  it('gives the most mentioned names, dates and figures as they are written', () => {
    const text = `By Tom Reed

The repairs of the harbour bridge in Riverton begin on 3 March 2026 and cost £40 million. Mayor Ada Quill said on Tuesday
that Riverton would pay 15 percent. “We have waited long,” Quill said. Some 12,000 people cross the bridge in Riverton
each day. I've seen worse, said Quill.`
    expect(keyFacts(text.replaceAll(/(?<!\n)\n(?!\n)/g, ' '), { language: 'en' })).toEqual({
      names: ['Riverton', 'Ada Quill'],
      dates: ['3 March 2026'],
      figures: ['£40 million', '15 percent', '12,000 people'],
    })
  })

  it('reads Chinese', () => {
    const text =
      '江城市议会2024年4月16日批准了太阳能屋顶计划。江城大学校长王小明表示，计划投资4000万元，覆盖120所学校。王小明说，预计每年减排3万吨。'
    expect(keyFacts(text, { language: 'zh' })).toEqual({
      names: ['王小明'],
      dates: ['2024年4月16日'],
      figures: ['4000万元', '120所', '3万吨'],
    })
  })

  it.each([
    ['a name of one word that is mentioned once', 'The mayor met Quill at noon.', 'en'],
    ['the first words of sentences', 'Bridges close. Bridges open. Ferries run. Ferries stop.', 'en'],
    ['weekdays and months alone', 'It closed on Tuesday. On Tuesday, in May, it rained. May was wet.', 'en'],
    ['nouns of German', 'Die Brücke ist alt. Die Brücke bleibt, und die alte Brücke hält.', 'de'],
    ['ages and spans', 'The 30-year-old waited 10 years, for 48 hours a week.', 'en'],
    ['numbers without a unit', 'Route 66 and room 12 were closed at 10:30, flight 370 too.', 'en'],
  ])('leaves out %s', (_, text, language) => {
    expect(keyFacts(text, { language })).toEqual({ names: [], dates: [], figures: [] })
  })

  it('gives full names that are mentioned once only when there are hardly any others', () => {
    const once = 'The mayor met Ada Quill at noon. Storm Petra had closed the harbour.'
    expect(keyFacts(once, { language: 'en' }).names).toEqual(['Ada Quill'])
    const titled = keyFacts(once, { language: 'en', title: 'Storm Petra closes the harbour' })
    expect(titled.names).toEqual(['Storm Petra', 'Ada Quill'])
    const often = `${once} Then Tom Reed came to Riverton. He liked Riverton. They say Tom Reed stayed.`
    expect(keyFacts(often, { language: 'en' }).names).toEqual(['Tom Reed', 'Riverton'])
  })

  it('gives the dates of the beginning, and later ones only when the text comes back to them', () => {
    const filler = 'The rain fell on the town and on the harbour all night long. '.repeat(20)
    const dates = (text: string) => keyFacts(text, { language: 'en' }).dates
    expect(dates(`The storm came on 8 October. ${filler} The council hears a report on 20 October.`)).toEqual(
      ['8 October'],
    )
    expect(dates(`The storm came. ${filler} The council hears a report on 20 October.`)).toEqual([])
    expect(dates(`The storm came. ${filler} It reports on 20 October, and only on 20 October.`)).toEqual([
      '20 October',
    ])
  })

  it.each([
    ['It holds 20 megawatt hours, enough for a town.', '20 megawatt hours'],
    ['They produce 1.9 gigawatt hours a year here.', '1.9 gigawatt hours a year'],
    ['Gusts reached 131 kilometres an hour at noon.', '131 kilometres an hour'],
    ['The limit is 20 km/h on the bridge.', '20 km/h'],
    ['The region pays 380,000 crowns a year for it.', '380,000 crowns a year'],
    ['It uses 12 MWh per day in winter.', '12 MWh per day'],
    ['Another 200 people a day later were there.', '200 people'],
    ['The garden has 5 square kilometres of grass.', '5 square kilometres'],
    ['江城市议会周二批准了计划，投资4100万克朗。', '4100万克朗'],
    ['江城市议会周二批准了计划，投资1.2亿卢布。', '1.2亿卢布'],
    ['江城市议会周二批准了计划，时速200公里/小时。', '200公里/小时'],
  ])('takes the whole unit of %s', (text, figure) => {
    expect(keyFacts(text).figures).toEqual([figure])
  })

  it('leaves a figure out whose unit it does not know', () => {
    expect(keyFacts('The lamp used 20 watt hours and the town 5 terawatt-hours.').figures).toEqual([
      '5 terawatt-hours',
    ])
  })

  it('finds German dates and figures', () => {
    const text =
      'Am 3. März 2026 beginnt die Sanierung für 40 Millionen Euro; 1.200 Haushalte sind betroffen.'
    expect(keyFacts(text, { language: 'de' })).toEqual({
      names: [],
      dates: ['3. März 2026'],
      figures: ['40 Millionen Euro', '1.200 Haushalte'],
    })
  })
})
