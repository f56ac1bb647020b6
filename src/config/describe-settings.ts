import { type Variable, variables } from './variables.js'

const width = 118
const entries = Object.entries<Variable>(variables)

/** All settings as `.env.example` has them: what each is for above its empty line. */
export function renderEnvExample(): string {
  const intro =
    'Copy this file to .env and fill in what you need. Every variable is optional; a wrong value stops the start with a message that says what to write instead.'
  const blocks = entries.map(([name, { about }]) => `${comment(about)}\n${name}=\n`)
  return [`${comment(intro)}\n`, ...blocks].join('\n')
}

/** The same as a table in Markdown. */
export function renderSettingsTable(): string {
  const rows = entries.map(([name, { about, must }]) => `| \`${name}\` | ${about} | ${must} |`)
  return ['| setting | what it is for | must be |', '|---|---|---|', ...rows, ''].join('\n')
}

function comment(text: string): string {
  const lines = ['#']
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last.length + word.length + 1 > width) lines.push(`# ${word}`)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.join('\n')
}
