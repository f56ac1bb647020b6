import { type Point, placeBeside, placeBox } from './place-box.js'
import type { MessageMenu } from './state.js'

/** Puts the open menus where they fit; asked for after each drawing, as only then their sizes are known. */
export function placeMenus(menu: MessageMenu | null): void {
  const [main, apps] = document.querySelectorAll<HTMLElement>('.menu')
  if (!main || !menu) return
  const frame = { width: innerWidth, height: innerHeight }
  move(main, placeBox(menu.at, sizeOf(main), frame))
  const line = document.querySelector('.menu-item[aria-haspopup]')
  if (apps && line) move(apps, placeBeside(line.getBoundingClientRect(), sizeOf(apps), frame))
}

function sizeOf({ offsetWidth: width, offsetHeight: height }: HTMLElement) {
  return { width, height }
}

function move({ style }: HTMLElement, { x, y }: Point): void {
  style.left = `${x}px`
  style.top = `${y}px`
}
