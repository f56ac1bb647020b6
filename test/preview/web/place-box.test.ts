import { expect, it } from 'vitest'
import { placeBeside, placeBox } from '../../../src/preview/web/place-box.js'

const frame = { width: 1000, height: 600 }
const box = { width: 200, height: 150 }

it.each([
  ['where it was asked for', { x: 300, y: 200 }, { x: 300, y: 200 }],
  ['within the right edge', { x: 950, y: 200 }, { x: 792, y: 200 }],
  ['above the lower edge', { x: 300, y: 590 }, { x: 300, y: 442 }],
  ['within the left and upper edge', { x: 0, y: -5 }, { x: 8, y: 8 }],
])('a menu opens %s', (_, at, placed) => {
  expect(placeBox(at, box, frame)).toEqual(placed)
})

it.each([
  ['right of its line', { x: 100, y: 200, width: 180, height: 32 }, 1000, { x: 280, y: 200 }],
  ['left where there is no room', { x: 750, y: 200, width: 180, height: 32 }, 1000, { x: 550, y: 200 }],
  ['below on a narrow screen', { x: 60, y: 200, width: 180, height: 32 }, 320, { x: 60, y: 232 }],
])('the menu of a line opens %s', (_, line, width, placed) => {
  expect(placeBeside(line, box, { ...frame, width })).toEqual(placed)
})
