import { html, type TemplateResult } from 'lit'

const outline = (path: string) =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${path} /></svg>`

export const icons = {
  text: outline('M5 9h15M4 15h15M10 4 8 20M16 4l-2 16'),
  news: outline('M4 10v4l11 4V6L4 10Zm2.5 4.900V19h3v-3M18 9.500a3.5 3.5 0 0 1 0 5'),
  thread: outline('M5 5h14v9H11l-4 4v-4H5ZM9 9h6'),
  forum: outline('M4 5h12v8H9l-3 3v-3H4ZM19 9h1.500v7H19v3l-3-3h-5'),
  direct: outline('M4 6h16v11H10l-4 3.500V17H4Z'),
  menu: outline('M4 7h16M4 12h16M4 17h16'),
  close: outline('m6 6 12 12M18 6 6 18'),
  down: outline('m6 9 6 6 6-6'),
  check: outline('m5 12.5 4.5 4.500L19 7.5'),
  file: outline('M6 3h8l4 4v14H6ZM14 3v4h4'),
  eye: outline('M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6ZM12 9.500a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5'),
  send: outline('M4 4.5 21 12 4 19.5 6.5 12ZM6.5 12H13'),
  reply: outline('M10 8V4.500L3 11l7 6.500V14c5 0 8.500 1.500 11 5-1-5.500-4-10-11-11Z'),
  more: outline('M4.500 12h1M11.500 12h1M18.500 12h1'),
  right: outline('m9 6 6 6-6 6'),
  copy: outline('M9 9h11v11H9ZM5 15H4V4h11v1'),
  apps: outline('M4 4h6v6H4ZM14 4h6v6h-6ZM4 14h6v6H4ZM14 14h6v6h-6Z'),
  picture: outline('M4 5h16v14H4ZM4 16l5-5 4 4 2-2 5 5'),
  add: outline('M12 5v14M5 12h14'),
  leave: outline('M14 5H5v14h9M10 12h11M17 8l4 4-4 4'),
  warning: outline('M12 4 22 20H2ZM12 10v4.500M12 17v.5'),
} satisfies Record<string, TemplateResult>

/** The sign of a channel by Discord's channel type. */
export function channelIcon(type: number): TemplateResult {
  if (type === 5) return icons.news
  if (type === 15) return icons.forum
  if (type === 10 || type === 11 || type === 12) return icons.thread
  return type === 1 ? icons.direct : icons.text
}
