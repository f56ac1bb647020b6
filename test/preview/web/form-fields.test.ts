import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10'
import { expect, it } from 'vitest'
import { formFields } from '../../../src/preview/web/form-fields.js'

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
  const fields = formFields(modal)
  expect(fields.map(({ kind, id, label, required }) => [kind, id, label, required])).toEqual([
    ['line', 'a', 'Address', true],
    ['paragraph', 'b', 'Why', false],
    ['select', 'c', 'How many', true],
  ])
  expect([fields[0]?.maxLength, fields[1]?.description, fields[2]?.value]).toEqual([50, 'Briefly', '9'])
})
