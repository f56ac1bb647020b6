import { html, nothing } from 'lit'
import type { PreviewMessage } from '../protocol.js'
import type { Actions } from './actions.js'
import type { Names } from './command-input.js'
import { safeUrl } from './markdown.js'
import { type RawSelect, selectChoices } from './select-choices.js'
import type { PendingInteraction } from './state.js'

type Row = NonNullable<PreviewMessage['components']>[number]
type Component = Extract<Row, { components: unknown }>['components'][number]
type Button = Extract<Component, { type: 2 }>
type Select = Extract<Component, { type: 3 | 5 | 6 | 7 | 8 }>

export interface ComponentContext {
  actions: Actions
  /** What Discord fills menus with. */
  lists: Names
  /** What was pressed on this message and is not answered. */
  pending: PendingInteraction | undefined
}

const buttonTypes = ['primary', 'primary', 'secondary', 'success', 'destructive', 'secondary']

/** The rows of buttons and menus of a message. */
export function renderComponents(message: PreviewMessage, context: ComponentContext): unknown {
  const rows = (message.components ?? []).filter((row) => row.type === 1)
  return rows.map(
    (row) => html`<discord-action-row slot="components" class="components">
      ${row.components.map((component) => renderComponent(message, component, context))}
    </discord-action-row>`,
  )
}

function renderComponent(message: PreviewMessage, component: Component, context: ComponentContext): unknown {
  if (component.type === 2) return renderButton(message, component, context)
  if (component.type === 3 || component.type >= 5) return renderSelect(message, component as Select, context)
  return nothing
}

function renderButton(
  message: PreviewMessage,
  button: Button,
  { actions, pending }: ComponentContext,
): unknown {
  const label = 'label' in button ? (button.label ?? '') : ''
  const emoji = 'emoji' in button && button.emoji && !button.emoji.id ? `${button.emoji.name} ` : ''
  const url = 'url' in button ? safeUrl(button.url) : null
  const customId = 'custom_id' in button ? button.custom_id : null
  const waiting = pending?.state === 'waiting' && pending.customId === customId && customId !== null
  const disabled = button.disabled || (!url && !customId)
  const press = () => customId && !waiting && actions.press(message, customId)
  // The component only looks disabled; inert also takes it out of reach of pointer and keyboard.
  return html`<discord-button
    type=${buttonTypes[button.style] ?? 'secondary'}
    .url=${url ?? undefined}
    ?disabled=${disabled}
    ?inert=${disabled}
    class=${waiting ? 'waiting' : ''}
    @click=${press}
    >${emoji}${label}</discord-button
  >`
}

function renderSelect(message: PreviewMessage, select: Select, context: ComponentContext): unknown {
  return html`<select-menu
    .choices=${selectChoices(select as RawSelect, context.lists)}
    placeholder=${select.placeholder || 'Make a selection'}
    .min=${select.min_values ?? 1}
    .max=${select.max_values ?? 1}
    ?disabled=${select.disabled ?? false}
    @pick=${(event: CustomEvent<string[]>) => context.actions.press(message, select.custom_id, event.detail)}
  ></select-menu>`
}
