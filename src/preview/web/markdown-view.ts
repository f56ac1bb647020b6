import { html, nothing, type TemplateResult } from 'lit'
import { discordTime } from './dates.js'
import { type Block, type Inline, type ListItem, parseInline, parseMarkdown } from './markdown.js'
import type { TextNames } from './plain-text.js'

/** What a message may name, and what a click on a name does. */
export interface MarkdownContext extends TextNames {
  openChannel(id: string): void
  useCommand(name: string): void
}

/** Message text as elements. Text only ever becomes text nodes; addresses are http(s) by construction. */
export function renderMarkdown(text: string, context: MarkdownContext): TemplateResult {
  return html`<div class="markdown">${parseMarkdown(text).map((block) => renderBlock(block, context))}</div>`
}

/** The text of a link or a title: marks, but no links and no blocks. */
export function renderLabel(text: string, context: MarkdownContext): unknown {
  return renderInline(parseInline(text, false), context)
}

function renderBlock(block: Block, context: MarkdownContext): TemplateResult {
  switch (block.type) {
    case 'codeBlock':
      return html`<pre class="code-block"><code>${block.text}</code></pre>`
    case 'quote':
      return html`<discord-quote>${block.blocks.map((inner) => renderBlock(inner, context))}</discord-quote>`
    case 'list':
      return html`<div class="list" role="list">${block.items.map((item) => renderItem(item, context))}</div>`
    case 'heading':
      return html`<div class="heading heading-${block.level}" role="heading" aria-level=${block.level + 2}
        >${renderInline(block.children, context)}</div
      >`
    default:
      // The line breaks of a message are kept by CSS, so no white space may stand between the tags.
      return html`<div class=${block.type}>${renderInline(block.children, context)}</div>`
  }
}

function renderItem(item: ListItem, context: MarkdownContext): TemplateResult {
  const sign = item.number === null ? (item.level % 2 ? '◦' : '•') : `${item.number}.`
  return html`<div class="list-item" role="listitem" style="--level:${item.level}"
    ><span class="list-sign" aria-hidden="true">${sign}</span><span>${renderInline(item.children, context)}</span></div
  >`
}

function renderInline(nodes: Inline[], context: MarkdownContext): unknown {
  return nodes.map((node) => renderNode(node, context))
}

function renderNode(node: Inline, context: MarkdownContext): unknown {
  switch (node.type) {
    case 'text':
      return node.text
    case 'code':
      return html`<code>${node.text}</code>`
    case 'emoji':
      return `:${node.name}:`
    case 'link':
      return html`<a href=${node.url} target="_blank" rel="noopener noreferrer nofollow" title=${node.url}
        >${renderInline(node.children, context)}</a
      >`
    case 'time':
      return renderTime(node.unix, node.style, context)
    case 'user':
    case 'role':
    case 'channel':
    case 'command':
      return renderMention(node, context)
    default:
      return renderMark(node.type, renderInline(node.children, context))
  }
}

function renderMark(
  type: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler',
  children: unknown,
): unknown {
  if (type === 'bold') return html`<strong>${children}</strong>`
  if (type === 'italic') return html`<em>${children}</em>`
  if (type === 'underline') return html`<u>${children}</u>`
  if (type === 'strike') return html`<s>${children}</s>`
  return html`<discord-spoiler tabindex="0" role="button" aria-label="Spoiler">${children}</discord-spoiler>`
}

function renderTime(unix: number, style: string, { now, locale }: MarkdownContext): TemplateResult {
  const full = discordTime(unix, 'F', now, locale)
  return html`<discord-time title=${full}>${discordTime(unix, style, now, locale)}</discord-time>`
}

type Mention = Extract<Inline, { id: string } | { type: 'command' }>

function renderMention(node: Mention, context: MarkdownContext): unknown {
  if (node.type === 'command') return pressable('slash', node.name, () => context.useCommand(node.name))
  if (node.type === 'role')
    return html`<discord-mention type="role">${context.roleName(node.id)}</discord-mention>`
  if (node.type === 'user') return html`<discord-mention>${context.userName(node.id)}</discord-mention>`
  const name = context.channelName(node.id)
  if (name === null) return html`<em>#unknown</em>`
  return pressable('channel', name, () => context.openChannel(node.id))
}

function pressable(type: string, name: string, press: () => void): TemplateResult {
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    press()
  }
  return html`<discord-mention type=${type} role="button" tabindex="0" @click=${press} @keydown=${onKey}
    >${name || nothing}</discord-mention
  >`
}
