import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Actor, Component, Form } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { UserError } from '../../src/core/errors.js'
import type { MessageKey, Translate } from '../../src/core/i18n.js'
import { notice } from '../../src/core/notice.js'
import type { Button, Reply } from '../../src/core/reply.js'
import { escapeParams } from '../../src/core/text.js'
import { component, type Deps, form } from '../../src/services.js'
import { ownView } from './own-view.js'

interface EditFormSpec<Fields extends z.ZodRawShape> {
  /** Of its custom ids. */
  name: string
  title: MessageKey
  fields: Fields
  /** What its fields hold when it is opened. */
  current(id: number, actor: Actor, deps: Deps): Promise<Record<string, string>>
  save(id: number, values: z.output<z.ZodObject<Fields>>, actor: Actor, deps: Deps): Promise<Reply>
}

interface EditForm {
  components: Component<Deps>[]
  form: Form<Deps>
}

const target = { id: z.coerce.number().int() }
const openIdOf = (name: string) => customId(`${name}Edit`, target)

/** The button that opens the form of that name. */
export function editButton(name: string, id: number, t: Translate): Button {
  return { label: t('form.edit'), id: openIdOf(name).encode({ id }) }
}

const typedSchema = z.object({
  id: z.number(),
  values: z.record(z.string(), z.string()),
  userId: z.string(),
})

/**
 * A form by which moderators change something, filled with its current values. It replaces the card whose button
 * opened it. When a value is wrong, or somebody else was faster, nothing is lost: *Try again* opens the form with what
 * was written.
 */
export function editForm<Fields extends z.ZodRawShape>(spec: EditFormSpec<Fields>): EditForm {
  const openId = openIdOf(spec.name)
  const formId = customId(`${spec.name}EditForm`, { ...target, seen: z.string() })
  const againId = customId(`${spec.name}EditAgain`, { view: z.coerce.number().int() })

  const open = component({
    id: openId,
    moderators: true,
    answer: 'form',
    async run({ id }, actor, deps) {
      const values = await spec.current(id, actor, deps)
      return { form: { id: formId.encode({ id, seen: digest(values) }), values } }
    },
  })

  const openAgain = component({
    id: againId,
    moderators: true,
    answer: 'form',
    async run({ view }, actor, deps) {
      const { id, values } = await ownView(view, typedSchema, actor, deps)
      const seen = digest(await spec.current(id, actor, deps))
      return { form: { id: formId.encode({ id, seen }), values } }
    },
  })

  const filled = form({
    id: formId,
    moderators: true,
    title: spec.title,
    fields: spec.fields,
    async run({ id, seen }, values, actor, deps) {
      try {
        if (digest(await spec.current(id, actor, deps)) !== seen) throw new UserError('form.changedMeanwhile')
        return await spec.save(id, values, actor, deps)
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        const { t, userId } = actor
        const typed = { id, values: written(values), userId }
        const view = await deps.stores.views.save(typed, actor)
        return {
          ...notice(t(error.key, escapeParams(error.params))),
          rows: [[{ label: t('form.tryAgain'), id: againId.encode({ view }), style: 'primary' }]],
        }
      }
    },
  })

  return {
    components: [open, openAgain],
    form: filled,
  }
}

/** Tells whether something is still as the form showed it; its custom id has no room for more. */
function digest(values: Record<string, string>): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 16)
}

/** What stood in the fields, as text. */
function written(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  )
}
