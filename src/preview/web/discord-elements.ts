/**
 * The elements of discord-components that the page uses, in the colors of Discord's present dark theme. Their own colors
 * are older and lie in shadow roots that the page's style sheet cannot reach, so the rules are added to each class
 * before its first element is drawn (`elementStyles` is Lit's public list of a class's styles).
 */
import '@skyra/discord-components-core/discord-action-row.js'
import '@skyra/discord-components-core/discord-embed-description.js'
import '@skyra/discord-components-core/discord-embed-fields.js'
import '@skyra/discord-components-core/discord-mention.js'
import '@skyra/discord-components-core/discord-quote.js'
import '@skyra/discord-components-core/discord-time.js'
import { DiscordAuthorInfo } from '@skyra/discord-components-core/discord-author-info.js'
import { DiscordButton } from '@skyra/discord-components-core/discord-button.js'
import { DiscordEmbed } from '@skyra/discord-components-core/discord-embed.js'
import { DiscordEmbedField } from '@skyra/discord-components-core/discord-embed-field.js'
import { DiscordEmbedFooter } from '@skyra/discord-components-core/discord-embed-footer.js'
import { DiscordMessage } from '@skyra/discord-components-core/discord-message.js'
import { DiscordSpoiler } from '@skyra/discord-components-core/discord-spoiler.js'
import { type CSSResult, css } from 'lit'

interface Styled {
  elementStyles: unknown[]
}

function restyle(element: Styled, style: CSSResult): void {
  element.elementStyles = [...element.elementStyles, style]
}

restyle(
  DiscordMessage,
  css`
    .discord-author-avatar { margin-top: 2px; }
    .discord-author-avatar img { cursor: default; }
    .discord-message-timestamp { color: #949ba4; }
    .discord-message-body-only-indent { width: 56px; flex: none; margin: 0; font-size: 11px; text-align: left; }
    .discord-message-inner-center { align-items: baseline; }
    .discord-message-content { line-height: 1.375rem; min-width: 0; padding-top: 0; }
    .discord-message-edited { color: #949ba4; }
  `,
)
restyle(DiscordAuthorInfo, css`:host .discord-author-username { cursor: default; }`)
restyle(
  DiscordEmbed,
  css`
    :host .discord-embed-root { flex: 0 1 auto; }
    :host .discord-embed-wrapper { background-color: #2b2d31; border: 0; max-width: 516px; min-width: 0; }
    :host .discord-embed-wrapper .discord-embed-grid { grid-template-columns: minmax(0, auto); padding: 0.5rem 1rem 1rem 0.75rem; }
    :host .discord-left-border { background-color: #1e1f22; }
  `,
)
restyle(DiscordEmbedField, css`:host { line-height: 1.25rem; color: #dbdee1; }`)
restyle(DiscordEmbedFooter, css`:host { color: #dbdee1; }`)
restyle(
  DiscordButton,
  css`
    :host > *:first-child { border-radius: 8px; box-sizing: border-box; margin: 4px 8px 0 0; padding: 2px 16px; }
    a { gap: 8px; }
    button:focus-visible, a:focus-visible { outline: 2px solid #00a8fc; outline-offset: 2px; }
    .secondary { background-color: #4e5058; }
    .secondary:hover { background-color: #6d6f78; }
    .success { background-color: #248046; }
    .destructive { background-color: #da373c; }
    :host(.waiting) > *:first-child { opacity: 0.6; cursor: progress; }
  `,
)
restyle(DiscordSpoiler, css`:host(:focus-visible) { outline: 2px solid #00a8fc; }`)
