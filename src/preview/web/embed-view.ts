import { html, nothing, type TemplateResult } from 'lit'
import type { PreviewMessage } from '../protocol.js'
import { messageTime } from './dates.js'
import { inlineColumns } from './inline-columns.js'
import { safeUrl } from './markdown.js'
import { type MarkdownContext, renderLabel, renderMarkdown } from './markdown-view.js'
import { localMedia } from './media.js'

type Embed = PreviewMessage['embeds'][number]
type Field = NonNullable<Embed['fields']>[number]

/**
 * One embed. Author, title and the names of fields are drawn here and not by discord-components, which takes a long
 * number in them for an emoji of Discord's servers and would ask there for its picture.
 */
export function renderEmbed(embed: Embed, context: MarkdownContext): TemplateResult {
  const color = embed.color === undefined ? undefined : `#${embed.color.toString(16).padStart(6, '0')}`
  return html`<discord-embed slot="embeds" .color=${color}>
    <div slot="description" class="embed-text">
      ${embed.author ? html`<div class="embed-author">${linked(embed.author.name, embed.author.url)}</div>` : nothing}
      ${embed.title ? renderTitle(embed, context) : nothing}
      ${
        embed.description
          ? html`<discord-embed-description>${renderMarkdown(embed.description, context)}</discord-embed-description>`
          : nothing
      }
    </div>
    ${embed.fields?.length ? renderFields(embed.fields, context) : nothing} ${renderFooter(embed, context)}
  </discord-embed>`
}

function renderTitle(embed: Embed, context: MarkdownContext): TemplateResult {
  return html`<div class="embed-title">${linked(renderLabel(embed.title ?? '', context), embed.url)}</div>`
}

function linked(text: unknown, address: string | undefined): unknown {
  const url = safeUrl(address)
  return url ? html`<a href=${url} target="_blank" rel="noopener noreferrer nofollow">${text}</a>` : text
}

function renderFields(fields: Field[], context: MarkdownContext): TemplateResult {
  const columns = inlineColumns(fields)
  return html`<discord-embed-fields slot="fields">
    ${fields.map(
      (field, i) => html`<discord-embed-field ?inline=${field.inline ?? false} .inlineIndex=${columns[i]}>
        <div class="field-name">${renderLabel(field.name, context)}</div>
        ${renderMarkdown(field.value, context)}
      </discord-embed-field>`,
    )}
  </discord-embed-fields>`
}

function renderFooter(embed: Embed, { now, locale }: MarkdownContext): TemplateResult {
  const time = embed.timestamp ? messageTime(Date.parse(embed.timestamp), now, locale) : null
  const text = [embed.footer?.text, time].filter(Boolean).join(' • ')
  const footer = text ? html`<discord-embed-footer>${text}</discord-embed-footer>` : nothing
  const images = [embed.image, embed.thumbnail].map((image) => renderImage(image?.url))
  return html`<div slot="footer" class="embed-foot">${images}${footer}</div>`
}

function renderImage(url: string | undefined): unknown {
  if (!url) return nothing
  const source = localMedia(url, location.origin)
  if (source) return html`<img class="embed-image" src=${source} alt="" />`
  const link = safeUrl(url)
  return link
    ? html`<span class="remote-image">${linked(`Image on ${new URL(link).host}`, link)}</span>`
    : nothing
}
