/**
 * Keeps the message list where a reader expects it: at the end while the end is in view, else where it was. Each
 * channel has its own place.
 */
export interface Scroller {
  /** The reader sees the newest message. */
  atEnd(): boolean
  /** Binds to the element, once it is drawn, and to the channel shown in it. */
  show(box: HTMLElement, channelId: string): void
  toEnd(): void
}

const nearEnd = 40

/** `onChange` is told when the end comes into view or leaves it. */
export function createScroller(onChange: () => void): Scroller {
  const places = new Map<string, number>()
  let element: HTMLElement | undefined
  let channel = ''
  let sticks = true
  let lastTop = 0
  let restoring = false

  const moveTo = (top: number) => {
    if (!element) return
    element.scrollTop = top
    lastTop = element.scrollTop
  }
  const toEnd = () => {
    sticks = true
    moveTo(element?.scrollHeight ?? 0)
  }
  const onScroll = () => {
    if (!element || restoring) return
    const before = sticks
    const up = element.scrollTop < lastTop
    lastTop = element.scrollTop
    // Growing content also moves the end away: only the reader's own way up lets go of it.
    if (element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd) sticks = true
    else if (up) sticks = false
    if (sticks) places.delete(channel)
    else places.set(channel, element.scrollTop)
    if (sticks !== before) onChange()
  }
  const restore = (place: number) => {
    sticks = false
    restoring = true
    // The components have their height only when the browser comes to draw.
    requestAnimationFrame(() => {
      moveTo(place)
      restoring = false
    })
  }
  // The message components draw themselves a moment after the list; their height arrives here.
  const observer = new ResizeObserver(() => {
    if (sticks) toEnd()
  })

  return {
    atEnd: () => sticks,
    toEnd,
    show(box, channelId) {
      if (element !== box) {
        element = box
        box.addEventListener('scroll', onScroll, { passive: true })
        observer.disconnect()
        observer.observe(box)
        if (box.firstElementChild) observer.observe(box.firstElementChild)
      }
      if (channel === channelId) return
      channel = channelId
      const place = places.get(channelId)
      if (place === undefined) toEnd()
      else restore(place)
    },
  }
}
