import { accent } from '../core/render-article.js'
import { encodePng } from './encode-png.js'
import { digitsWidth, eachDigitPixel, glyphHeight } from './pixel-digits.js'

/** Of a day, or of another equal span. */
export interface TrendBar {
  count: number
  /** Digits with `.`, `-` or `/`, such as "16.9"; drawn below the bar. */
  label: string
}

const width = 640
const height = 200
const margin = 16
/** Pixels for each pixel of a glyph. */
const scale = 2
const textHeight = glyphHeight * scale
const gap = 8
const baseline = height - margin - textHeight - gap
const top = margin + textHeight + gap
const widestBar = 72
const roundness = 5
/** Readable on Discord's dark (#313338) and light (#ffffff) background alike. */
const grey = 0x8a8f98
/** More bars than these are more than the picture has room for: only the last are drawn. */
const mostBars = 62

/**
 * A bar for each span, the last one full and the earlier ones paler, with the highest and the last count above their
 * bars: a PNG with a transparent background. Give it an alternative text, see `describeTrend`.
 */
export function renderTrendChart(bars: readonly TrendBar[]): Uint8Array {
  const drawn = bars.slice(-mostBars)
  const canvas = createCanvas()
  const step = (width - 2 * margin) / (drawn.length || 1)
  const most = Math.max(1, ...drawn.map(({ count }) => count))
  const highest = drawn.findIndex(({ count }) => count === most)
  canvas.fill(margin, baseline, width - 2 * margin, 2, grey)
  for (const [i, { count, label }] of drawn.entries()) {
    const centre = margin + step * (i + 0.5)
    const tall = Math.round((count / most) * (baseline - top))
    const isLast = i === drawn.length - 1
    canvas.bar(centre, Math.min(widestBar, step * 0.72), tall, isLast ? 1 : 0.6)
    if (count > 0 && (i === highest || isLast))
      canvas.text(String(count), centre, baseline - tall - gap / 2 - textHeight)
    // From the last backwards, so that today has its label.
    if ((drawn.length - 1 - i) % labelEvery(drawn, step) === 0) canvas.text(label, centre, baseline + gap)
  }
  return encodePng(width, height, canvas.pixels)
}

/** Labels must not touch each other. */
function labelEvery(bars: readonly TrendBar[], step: number): number {
  const widest = Math.max(0, ...bars.map(({ label }) => digitsWidth(label) * scale))
  return Math.max(1, Math.ceil((widest + 2 * gap) / step))
}

function createCanvas() {
  const pixels = new Uint8Array(width * height * 4)
  const set = (x: number, y: number, colour: number, opacity: number) => {
    if (x < 0 || y < 0 || x >= width || y >= height || opacity <= 0) return
    pixels.set(
      [colour >> 16, (colour >> 8) & 255, colour & 255, Math.round(255 * opacity)],
      (y * width + x) * 4,
    )
  }
  const fill = (left: number, above: number, wide: number, tall: number, colour: number) => {
    for (let y = above; y < above + tall; y++) for (let x = left; x < left + wide; x++) set(x, y, colour, 1)
  }
  return {
    pixels,
    fill,
    /** Standing on the baseline, with round corners above. */
    bar(centre: number, wide: number, tall: number, opacity: number) {
      const left = Math.round(centre - wide / 2)
      const right = Math.round(centre + wide / 2)
      for (let y = 0; y < tall; y++)
        for (let x = left; x < right; x++)
          set(
            x,
            baseline - 1 - y,
            accent,
            opacity * cornerShare(Math.min(x - left, right - 1 - x), tall - 1 - y, (right - left) / 2),
          )
    },
    text(text: string, centre: number, above: number) {
      const half = (digitsWidth(text) * scale) / 2
      const left = Math.round(Math.min(Math.max(centre - half, 0), width - 2 * half))
      eachDigitPixel(text, (x, y) => fill(left + x * scale, above + y * scale, scale, scale, grey))
    },
  }
}

/** How much of a pixel is inside a rounded corner, from its distance to the side and the top. */
function cornerShare(side: number, above: number, most: number): number {
  const radius = Math.min(roundness, most)
  if (side >= radius || above >= radius) return 1
  const distance = Math.hypot(radius - side - 0.5, radius - above - 0.5)
  return Math.min(1, Math.max(0, radius - distance + 0.5))
}

export interface TrendDescription {
  first: string
  last: string
  total: number
  highest: number
  highestAt: string
  latest: number
}

/** What a chart shows, for its alternative text: the same numbers that it draws. Undefined without bars. */
export function describeTrend(bars: readonly TrendBar[]): TrendDescription | undefined {
  const drawn = bars.slice(-mostBars)
  const [first, last] = [drawn[0], drawn.at(-1)]
  if (!first || !last) return undefined
  const highest = drawn.reduce((most, bar) => (bar.count > most.count ? bar : most))
  return {
    first: first.label,
    last: last.label,
    total: drawn.reduce((sum, { count }) => sum + count, 0),
    highest: highest.count,
    highestAt: highest.label,
    latest: last.count,
  }
}
