import { type APIModalInteractionResponseCallbackData, ComponentType } from 'discord-api-types/v10'
import { ClientRefusal } from './command-options.js'
import { type AnyComponent, everyComponent } from './component-rules.js'
import { checkPicks, picksToResolve } from './picks.js'
import type { CommandOptionValue, FormValues } from './protocol.js'
import type { State } from './state.js'

/** A submitted form: its own components with what the person typed and picked, and the ids that have to be resolved. */
interface FilledForm {
  components: AnyComponent[]
  picks: CommandOptionValue[]
}

/** Fills a form in; what Discord's client would not send is refused. */
export function fillForm(
  state: State,
  modal: APIModalInteractionResponseCallbackData,
  fields: FormValues,
): FilledForm {
  const inputs = everyComponent(modal.components).filter(({ custom_id }) => custom_id !== undefined)
  const stray = Object.keys(fields).find((name) => !inputs.some(({ custom_id }) => custom_id === name))
  if (stray !== undefined) throw new ClientRefusal(`form "${modal.custom_id}" has no field "${stray}"`)
  const picks: CommandOptionValue[] = []
  const answerOf = (part: AnyComponent, id: string) => {
    if (part.type === ComponentType.TextInput) return { value: checkText(part, fields[id] ?? '') }
    const values = pickedValues(state, part, fields[id] ?? [])
    picks.push(...picksToResolve(part, values))
    return { values }
  }
  const fill = (part: AnyComponent): AnyComponent => ({
    type: part.type,
    ...(part.id !== undefined && { id: part.id }),
    ...(part.custom_id !== undefined && { custom_id: part.custom_id, ...answerOf(part, part.custom_id) }),
    ...(part.components && { components: part.components.map(fill) }),
    ...(part.component && { component: fill(part.component) }),
  })
  return { components: (modal.components as AnyComponent[]).map(fill), picks }
}

function checkText(input: AnyComponent, value: string | string[]): string {
  const { custom_id, required = true, min_length = 0, max_length = 4000 } = input
  if (typeof value !== 'string') throw new ClientRefusal(`field "${custom_id}" takes a text`)
  if (required && value === '') throw new ClientRefusal(`field "${custom_id}" is required`)
  if (value !== '' && (value.length < min_length || value.length > max_length))
    throw new ClientRefusal(
      `field "${custom_id}" takes ${min_length} to ${max_length} characters, got ${value.length}`,
    )
  return value
}

function pickedValues(state: State, select: AnyComponent, given: string | string[]): string[] {
  const values = [given].flat().filter((value) => value !== '')
  const { custom_id, required = true } = select
  if (values.length > 0) checkPicks(state, select, values)
  else if (required && select.min_values !== 0) throw new ClientRefusal(`field "${custom_id}" is required`)
  return values
}
