import { z } from 'zod'

/** Discord's limit for `custom_id`. */
const maxLength = 100

type Fields = z.ZodRawShape

/**
 * The address of a button or menu: it lives in old messages forever and comes back from the client, so it is treated
 * like a URL. `encode` draws it, `decode` answers it; `decode` returns undefined for anything it did not write.
 */
export interface CustomId<Shape extends Fields = Fields> {
  name: string
  encode(state: z.input<z.ZodObject<Shape>>): string
  decode(text: string): z.output<z.ZodObject<Shape>> | undefined
}

/**
 * @example
 * const page = customId('feeds', { page: z.coerce.number().int().min(1) })
 * page.encode({ page: 2 })   // 'feeds:2'
 * page.decode('feeds:x')     // undefined
 */
export function customId<Shape extends Fields>(name: string, shape: Shape): CustomId<Shape> {
  const schema = z.object(shape)
  const keys = Object.keys(shape)
  return {
    name,
    encode(state) {
      const values = state as Record<string, unknown>
      const text = [name, ...keys.map((key) => encodeURIComponent(String(values[key] ?? '')))].join(':')
      if (text.length > maxLength)
        throw new Error(
          `customId ${name}: ${text.length} characters, Discord allows ${maxLength}; store a view`,
        )
      return text
    },
    decode(text) {
      const [head, ...parts] = text.split(':')
      if (head !== name || parts.length !== keys.length) return undefined
      try {
        const values = keys.map((key, i) => [key, decodeURIComponent(parts[i] ?? '')])
        return schema.safeParse(Object.fromEntries(values)).data
      } catch {
        return undefined
      }
    },
  }
}
