import type { PreviewMessage } from '../protocol.js'
import { discordTime } from './dates.js'
import { type Block, type Inline, parseMarkdown } from './markdown.js'

/** What names in a text stand for. */
export interface TextNames {
  now: number
  locale: string
  userName(id: string): string
  roleName(id: string): string
  channelName(id: string): string | null
}

/** Message text without its marks: for a line that quotes it, or a name made of it. */
export function plainText(text: string, names: TextNames): string {
  return blocksText(parseMarkdown(text), names)
}

/** What a message says: its text, or else the words of its embeds. With marks, as they were written. */
export function messageText({ content, embeds }: Pick<PreviewMessage, 'content' | 'embeds'>): string {
  if (content) return content
  const parts = embeds.flatMap(({ title, description, fields = [] }) => [
    title,
    description,
    ...fields.flatMap(({ name, value }) => [name, value]),
  ])
  return parts.filter(Boolean).join('\n')
}

function blocksText(blocks: Block[], names: TextNames): string {
  return blocks.map((block) => blockText(block, names)).join('\n')
}

function blockText(block: Block, names: TextNames): string {
  if (block.type === 'codeBlock') return block.text
  if (block.type === 'quote') return blocksText(block.blocks, names)
  if (block.type === 'list') return block.items.map((item) => inlineText(item.children, names)).join('\n')
  return inlineText(block.children, names)
}

function inlineText(nodes: Inline[], names: TextNames): string {
  return nodes.map((node) => nodeText(node, names)).join('')
}

function nodeText(node: Inline, names: TextNames): string {
  switch (node.type) {
    case 'text':
    case 'code':
      return node.text
    case 'emoji':
      return `:${node.name}:`
    case 'time':
      return discordTime(node.unix, node.style, names.now, names.locale)
    case 'user':
      return `@${names.userName(node.id)}`
    case 'role':
      return `@${names.roleName(node.id)}`
    case 'channel':
      return `#${names.channelName(node.id) ?? 'unknown'}`
    case 'command':
      return `/${node.name}`
    default:
      return inlineText(node.children, names)
  }
}
