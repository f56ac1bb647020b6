/** Mentions as they are typed: `@Courant` in the message box, `<@id>` in the message. */

export interface Mentionable {
  id: string
  name: string
}

const nameChar = String.raw`[\p{L}\p{N}_]`

/** The text as it is sent. Names in code stay as they are, and so do those within other words and addresses. */
export function toMentions(text: string, people: readonly Mentionable[]): string {
  const known = [...people].filter(({ name }) => name).sort((a, b) => b.name.length - a.name.length)
  if (!known.length) return text
  const names = known.map(({ name }) => escapeForRegExp(name)).join('|')
  const mention = new RegExp(
    `(\`\`\`[\\s\\S]*?\`\`\`|\`[^\`]+\`)|(?<![^\\s(*_~|"'>])@(${names})(?!${nameChar})`,
    'giu',
  )
  return text.replace(mention, (whole, code: string | undefined, name: string | undefined) => {
    const person = known.find((it) => it.name.toLowerCase() === name?.toLowerCase())
    return code !== undefined || !person ? whole : `<@${person.id}>`
  })
}

/** Whom the end of what is typed may name; empty when it names nobody. */
export function matchMentions<Person extends Mentionable>(text: string, people: readonly Person[]): Person[] {
  const typed = typedName(text)?.toLowerCase()
  if (typed === undefined) return []
  return people.filter(({ name }) => name.toLowerCase().startsWith(typed))
}

/** The text with the name at its end written out. */
export function completeMention(text: string, { name }: Mentionable): string {
  return `${text.slice(0, text.length - (typedName(text)?.length ?? 0))}${name} `
}

/** What stands after the last @, while it is being typed. */
export function typedName(text: string): string | undefined {
  return /(?:^|\s)@([^\s@]{0,32})$/u.exec(text)?.[1]
}

function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
