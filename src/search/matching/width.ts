/** Where an article has to hold a topic's words to be about it; see `holdsTopic`. */
export const widths = ['strict', 'normal', 'wide'] as const
export type Width = (typeof widths)[number]

/** What a topic has that names none. */
export const defaultWidth: Width = 'normal'

/** A width as it was stored: what is none is the default one. */
export function parseWidth(text: string): Width {
  return widths.find((width) => width === text) ?? defaultWidth
}
