export interface Point {
  x: number
  y: number
}

export interface Size {
  width: number
  height: number
}

const margin = 8

/** Where the corner of a menu goes that was opened at a point: there, or as near as the window lets it. */
export function placeBox(at: Point, box: Size, frame: Size): Point {
  return { x: clamp(at.x, frame.width - box.width), y: clamp(at.y, frame.height - box.height) }
}

/** Where a menu goes that belongs to a line of another: right of it, else left, else below it. */
export function placeBeside(line: Point & Size, box: Size, frame: Size): Point {
  const right = line.x + line.width
  const left = line.x - box.width
  const fitsRight = right + box.width + margin <= frame.width
  if (fitsRight || left >= margin) return placeBox({ x: fitsRight ? right : left, y: line.y }, box, frame)
  return placeBox({ x: line.x, y: line.y + line.height }, box, frame)
}

function clamp(value: number, most: number): number {
  return Math.max(margin, Math.min(value, most - margin))
}
