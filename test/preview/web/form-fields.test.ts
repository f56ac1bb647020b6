import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10'
import { expect, it } from 'vitest'
import type { Names } from '../../../src/preview/web/command-input.js'
import { formFields } from '../../../src/preview/web/form-fields.js'

const names: Names = {
  channels: [
    { id: '10', name: 'news', type: 0, topic: null, guildId: '2', parentId: null },
    { id: '11', name: 'boards', type: 15, topic: null, guildId: '2', parentId: null },
  ],
  users: [{ id: '20', name: 'Robin' }],
  roles: [{ id: '30', name: 'Readers' }],
}

it('reads the fields of a form in rows and in labels', () => {
  const modal = {
    custom_id: 'm',
    title: 'Form',
    components: [
      { type: 1, components: [{ type: 4, custom_id: 'a', style: 1, label: 'Address', max_length: 50 }] },
      { type: 10, content: 'Only text' },
      {
        type: 18,
        label: 'Why',
        description: 'Briefly',
        component: { type: 4, custom_id: 'b', style: 2, required: false },
      },
      {
        type: 18,
        label: 'How many',
        component: {
          type: 3,
          custom_id: 'c',
          options: [
            { label: 'None', value: '0' },
            { label: 'All', value: '9', default: true },
          ],
        },
      },
    ],
  } as unknown as APIModalInteractionResponseCallbackData
  const fields = formFields(modal, names)
  expect(fields.map(({ kind, id, label, required }) => [kind, id, label, required])).toEqual([
    ['line', 'a', 'Address', true],
    ['paragraph', 'b', 'Why', false],
    ['select', 'c', 'How many', true],
  ])
  expect([fields[0]?.maxLength, fields[1]?.description, fields[2]?.choices[1]?.default]).toEqual([
    50,
    'Briefly',
    true,
  ])
})

it.each<[string, object, string[]]>([
  ['people', { type: 5 }, ['Robin']],
  ['roles', { type: 6 }, ['@Readers']],
  ['people and roles', { type: 7 }, ['Robin', '@Readers']],
  ['channels', { type: 8 }, ['#news', '#boards']],
  ['channels of some kinds', { type: 8, channel_types: [15] }, ['#boards']],
])('fills a menu of %s with what the server has', (_, select, labels) => {
  const component = {
    custom_id: 'a',
    min_values: 0,
    max_values: 2,
    default_values: [{ id: '30' }],
    ...select,
  }
  const modal = { custom_id: 'm', title: 'Form', components: [{ type: 18, label: 'Who', component }] }
  const [field] = formFields(modal as unknown as APIModalInteractionResponseCallbackData, names)
  expect(field?.choices.map(({ label }) => label)).toEqual(labels)
  expect([field?.min, field?.max]).toEqual([0, 2])
  expect(field?.choices.filter((choice) => choice.default).map(({ value }) => value)).toEqual(
    labels.includes('@Readers') ? ['30'] : [],
  )
})
