import { encodePng } from './encode-png.js'
import { digitsWidth, eachDigitPixel, glyphHeight } from './pixel-digits.js'

/** Of a day, or of another equal span. */
export interface Bar {
  count: number
  /** Digits with `.`, `-` or `/`, such as "16.9"; drawn below the bar. */
  label: string
}

/** The bars of one kind of thing, with a scale of their own. */
export interface BarRow {
  bars: readonly Bar[]
  /** RGB as one number. */
  colour: number
}

const width = 640
const height = 200
const margin = 16
/** Pixels for each pixel of a glyph. */
const scale = 2
const textHeight = glyphHeight * scale
const gap = 8
/** Of the highest bar where there are several rows, one below the other. */
const lowBar = 72
const widestBar = 72
const roundness = 5
/** Readable on Discord's dark (#313338) and light (#ffffff) background alike. */
const grey = 0x8a8f98
/** More bars than these are more than the picture has room for: only the last are drawn. */
const mostBars = 62

/**
 * A bar for each span, the last one full and the earlier ones paler, with the highest and the last count above their
 * bars; a row of them for each kind of thing, so that few of one can be seen beside many of another. The labels of the
 * last row stand below. A PNG with a transparent background; give it an alternative text, see `describeBars`.
 */
export function renderBarChart(rows: readonly BarRow[]): Uint8Array {
  const tallest = rows.length > 1 ? lowBar : height - 2 * (margin + textHeight + gap)
  const rowHeight = gap + textHeight + tallest
  const canvas = createCanvas(margin + rows.length * rowHeight + gap + textHeight + margin)
  for (const [i, row] of rows.entries()) drawRow(canvas, row, margin + (i + 1) * rowHeight, tallest)
  drawLabels(canvas, rows.at(-1)?.bars.slice(-mostBars) ?? [])
  return encodePng(width, canvas.height, canvas.pixels)
}

type Canvas = ReturnType<typeof createCanvas>

function drawRow(canvas: Canvas, { bars, colour }: BarRow, baseline: number, tallest: number): void {
  const drawn = bars.slice(-mostBars)
  const step = stepOf(drawn)
  const most = Math.max(1, ...drawn.map(({ count }) => count))
  const highest = drawn.findIndex(({ count }) => count === most)
  canvas.fill(margin, baseline, width - 2 * margin, 2, grey)
  for (const [i, { count }] of drawn.entries()) {
    const centre = centreOf(i, step)
    const tall = Math.round((count / most) * tallest)
    const isLast = i === drawn.length - 1
    const paint = { colour, opacity: isLast ? 1 : 0.6 }
    canvas.bar({ centre, baseline, wide: Math.min(widestBar, step * 0.72), tall }, paint)
    if (count > 0 && (i === highest || isLast))
      canvas.text(String(count), centre, baseline - tall - gap / 2 - textHeight)
  }
}

function drawLabels(canvas: Canvas, bars: readonly Bar[]): void {
  const step = stepOf(bars)
  const every = labelEvery(bars, step)
  // From the last backwards, so that today has its label.
  for (const [i, { label }] of bars.entries())
    if ((bars.length - 1 - i) % every === 0)
      canvas.text(label, centreOf(i, step), canvas.height - margin - textHeight)
}

function stepOf(bars: readonly Bar[]): number {
  return (width - 2 * margin) / (bars.length || 1)
}

function centreOf(i: number, step: number): number {
  return margin + step * (i + 0.5)
}

/** Labels must not touch each other. */
function labelEvery(bars: readonly Bar[], step: number): number {
  const widest = Math.max(0, ...bars.map(({ label }) => digitsWidth(label) * scale))
  return Math.max(1, Math.ceil((widest + 2 * gap) / step))
}

interface Standing {
  centre: number
  baseline: number
  wide: number
  tall: number
}

function createCanvas(height: number) {
  const pixels = new Uint8Array(width * height * 4)
  const set = (x: number, y: number, colour: number, opacity: number) => {
    if (x < 0 || y < 0 || x >= width || y >= height || opacity <= 0) return
    const at = (y * width + x) * 4
    pixels[at] = colour >> 16
    pixels[at + 1] = (colour >> 8) & 255
    pixels[at + 2] = colour & 255
    pixels[at + 3] = Math.round(255 * opacity)
  }
  const fill = (left: number, above: number, wide: number, tall: number, colour: number) => {
    for (let y = above; y < above + tall; y++) for (let x = left; x < left + wide; x++) set(x, y, colour, 1)
  }
  return {
    height,
    pixels,
    fill,
    /** With round corners above. */
    bar(
      { centre, baseline, wide, tall }: Standing,
      { colour, opacity }: { colour: number; opacity: number },
    ) {
      const left = Math.round(centre - wide / 2)
      const right = Math.round(centre + wide / 2)
      for (let y = 0; y < tall; y++)
        for (let x = left; x < right; x++)
          set(
            x,
            baseline - 1 - y,
            colour,
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

export interface BarDescription {
  first: string
  last: string
  total: number
  highest: number
  highestAt: string
  latest: number
}

/** What a row shows, for the chart's alternative text: the same numbers that it draws. Undefined without bars. */
export function describeBars(bars: readonly Bar[]): BarDescription | undefined {
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
