import { crc32, inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { describeBars, renderBarChart } from '../../src/charts/bar-chart.js'

const colour = 0x2f6fde
const bars = [3, 5, 0, 12].map((count, i) => ({ count, label: `${i + 1}.9` }))

/** Pixels of a PNG of our own: one IDAT, no filters. */
function decode(png: Uint8Array) {
  const bytes = Buffer.from(png)
  expect([...bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const chunks = new Map<string, Buffer>()
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const body = bytes.subarray(at + 4, at + 8 + length)
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(body))
    chunks.set(body.toString('latin1', 0, 4), body.subarray(4))
    at += length + 12
  }
  const header = chunks.get('IHDR') ?? Buffer.alloc(13)
  const width = header.readUInt32BE(0)
  const rows = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0))
  const alpha = (x: number, y: number) => rows[y * (width * 4 + 1) + 1 + x * 4 + 3] ?? 0
  const colourAt = (x: number, y: number) => rows.readUIntBE(y * (width * 4 + 1) + 1 + x * 4, 3)
  return { width, height: header.readUInt32BE(4), alpha, colourAt }
}

describe('renderBarChart', () => {
  it('draws a bar for each count, none for zero, on a transparent background', () => {
    const { width, height, alpha } = decode(renderBarChart([{ bars, colour }]))
    const step = (width - 32) / 4
    const tall = bars.map((_, i) => {
      const x = Math.round(16 + step * (i + 0.5))
      return Array.from({ length: height - 60 }, (_, y) => alpha(x, y + 38)).filter((each) => each > 0).length
    })
    expect(tall[3]).toBeGreaterThan(2 * (tall[1] ?? 0))
    expect(tall[1]).toBeGreaterThan(tall[0] ?? 0)
    expect(tall[2]).toBeLessThan(5)
    expect(alpha(0, 0)).toBe(0)
  })

  it('gives each row its colour and a scale of its own, one below the other', () => {
    const many = bars.map((bar) => ({ ...bar, count: bar.count * 1000 }))
    const orange = 0xf4900c
    const { width, height, alpha, colourAt } = decode(
      renderBarChart([
        { bars: many, colour },
        { bars, colour: orange },
      ]),
    )
    const last = Math.round(16 + ((width - 32) / 4) * 3.5)
    const column = Array.from({ length: height }, (_, y) => y).filter((y) => alpha(last, y) === 255)
    const of = (wanted: number) => column.filter((y) => colourAt(last, y) === wanted)
    expect(of(colour).length).toBeGreaterThan(50)
    expect(of(orange)).toHaveLength(of(colour).length)
    expect(Math.min(...of(orange))).toBeGreaterThan(Math.max(...of(colour)))
  })

  it.each([
    ['nothing', []],
    ['zeros', [{ count: 0, label: '1' }]],
    ['more than fit', Array.from({ length: 400 }, (_, i) => ({ count: i, label: String(i) }))],
    ['odd labels', [{ count: 1, label: 'Mo ✓ 城市' }]],
  ])('draws a picture of %s', (_, odd) => {
    expect(decode(renderBarChart([{ bars: odd, colour }]))).toMatchObject({ width: 640, height: 200 })
  })
})

describe('describeBars', () => {
  it('tells what the picture shows', () => {
    expect(describeBars(bars)).toEqual({
      first: '1.9',
      last: '4.9',
      total: 20,
      highest: 12,
      highestAt: '4.9',
      latest: 12,
    })
    expect(describeBars([])).toBeUndefined()
  })
})
