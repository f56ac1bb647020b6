import type { PreviewMessage } from '../protocol.js'
import type { MessageActions } from './message-actions.js'

/** What the pointer and keys do on a message itself. */
export function messageEvents(message: PreviewMessage, actions: MessageActions) {
  return {
    onContextMenu(event: MouseEvent): void {
      const { currentTarget: opener, clientX: x, clientY: y } = event
      if (!(opener instanceof HTMLElement) || belongsToBrowser(event)) return
      event.preventDefault()
      actions.openMenu(message, { x, y }, { opener, byKey: false })
    },

    onKey(event: KeyboardEvent): void {
      const { currentTarget: opener, target } = event
      if (!(opener instanceof HTMLElement)) return
      const onTools = target instanceof Element && target.closest('.toolbar') !== null
      if (target !== opener && !onTools) return
      if (isMenuKey(event)) actions.openMenu(message, cornerOf(opener), { opener, byKey: true })
      else if (target !== opener || !moveBetween(opener, event.key)) return
      event.preventDefault()
    },
  }
}

function isMenuKey({ key, shiftKey }: KeyboardEvent): boolean {
  return key === 'ContextMenu' || (key === 'F10' && shiftKey)
}

function cornerOf(element: HTMLElement) {
  const { left, top } = element.getBoundingClientRect()
  return { x: left + 72, y: top + 24 }
}

/** Arrows go from message to message, so that only one of them has to be a stop of the Tab key. */
function moveBetween(entry: HTMLElement, key: string): boolean {
  const all = [...document.querySelectorAll<HTMLElement>('.entry[tabindex]')]
  const at = all.indexOf(entry)
  const targets: Record<string, number> = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }
  const next = targets[key]
  if (next === undefined) return false
  all[next]?.focus()
  return true
}

/** A selection that was there before the button went down: macOS selects the word below the pointer only then. */
let selected: Range | null = null

export function rememberSelection(): void {
  const selection = getSelection()
  selected = selection && !selection.isCollapsed && selection.rangeCount ? selection.getRangeAt(0) : null
}

/** Links, fields and selected text keep the browser's own menu: it opens, copies and searches. */
function belongsToBrowser(event: Event): boolean {
  const [target] = event.composedPath()
  const path = event.composedPath().filter((part) => part instanceof Element)
  const own = path.some((part) => part.matches('a[href], input, textarea, select'))
  return own || Boolean(selected && target instanceof Node && selected.intersectsNode(target))
}
