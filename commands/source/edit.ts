import { z } from 'zod'
import type { Actor } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import { notice } from '../../src/core/notice.js'
import { choiceField, paragraphField, textOption } from '../../src/core/options.js'
import { escapeMarkdown } from '../../src/core/text.js'
import { type Deps, subcommand } from '../../src/services.js'
import type { SourceChange } from '../../src/sources/following/change.js'
import { parseHeader } from '../../src/sources/following/parse-header.js'
import type { FullText } from '../../src/store/schema.js'
import type { Source } from '../../src/store/sources.js'
import { editForm } from '../support/edit-form.js'
import { findFollowed, followedById } from '../support/find-followed.js'
import { record } from '../support/record.js'
import { suggestSources } from '../support/suggest.js'
import { showHealth } from './health.js'

const maxHeaders = 10

export const edit = subcommand({
  description: 'Change how a source is read',
  options: {
    source: textOption(1000).describe('Which source'),
    full_text: z
      .enum(['auto', 'always', 'never'])
      .describe('Complete what the source gives only in part from the article’s page')
      .optional(),
    header: textOption(1000)
      .describe('A request header, such as "Authorization: Bearer …"; "none" removes all')
      .optional(),
  },
  suggest: { source: suggestSources },
  async run({ source: text, ...wanted }, actor, deps) {
    if (wanted.full_text === undefined && wanted.header === undefined)
      throw new UserError('source.nothingToChange')
    const source = await findFollowed(text, actor, deps)
    const changed = await change(source, wantedOf(wanted, source), actor, deps)
    const headers = Object.keys(changed.headers).join(', ')
    return notice(
      [
        actor.t('source.changed', {
          source: escapeMarkdown(source.title),
          fullText: actor.t(`fullText.${changed.full_text}`),
        }),
        ...(headers ? [actor.t('source.headersSet', { names: escapeMarkdown(headers) })] : []),
      ].join('\n'),
    )
  },
})

interface ReadingOptions {
  full_text?: FullText | undefined
  header?: string | undefined
}

function wantedOf({ full_text, header }: ReadingOptions, { headers }: Source): SourceChange {
  return {
    ...(full_text && { fullText: full_text }),
    ...(header !== undefined && { headers: withHeader(headers, header) }),
  }
}

/** How a source is read, in a form. Headers may be secrets: only their names are shown, and a name alone keeps its value. */
export const sourceEdit = editForm({
  name: 'source',
  title: 'source.editTitle',
  fields: {
    full_text: choiceField('source.fullTextLabel', {
      auto: 'fullText.auto',
      always: 'fullText.always',
      never: 'fullText.never',
    }),
    headers: paragraphField('source.headersLabel', 4000, 'Authorization: Bearer …').optional(),
  },
  async current(id, actor, deps) {
    const { full_text, headers } = await followedById(id, actor, deps)
    return { full_text, headers: Object.keys(headers).join('\n') }
  },
  async save(id, { full_text: fullText, headers = '' }, actor, deps) {
    const source = await followedById(id, actor, deps)
    const wanted = parseHeaders(headers, source.headers)
    return await showHealth(await change(source, { fullText, headers: wanted }, actor, deps), actor, deps)
  },
})

async function change(source: Source, wanted: SourceChange, actor: Actor, deps: Deps): Promise<Source> {
  if (source.kind === 'folder') throw new UserError('source.folderHasNoOptions', { source: source.title })
  const changed = await deps.sources.setOptions(actor.guildId, source, wanted, actor.now)
  const headers = Object.keys(changed.headers)
  await record(actor, deps.stores, 'source.edited', {
    source: source.title,
    fullText: changed.full_text,
    headers: headers.join(', '),
    count: headers.length,
  })
  return changed
}

/** One header a line; a name alone keeps the value that it has. @throws UserError */
function parseHeaders(text: string, before: Record<string, string>): Record<string, string> {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  if (lines.length > maxHeaders) throw new UserError('source.tooManyHeaders', { max: maxHeaders })
  const kept = (line: string) =>
    Object.entries(before).find(([name]) => name.toLowerCase() === line.toLowerCase())
  return Object.fromEntries(
    lines.map((line) => {
      const header = kept(line)
      if (header) return header
      const { name, value } = parseHeader(line)
      return [name, value]
    }),
  )
}

/** @throws UserError */
function withHeader(headers: Record<string, string>, text: string): Record<string, string> {
  if (text.toLowerCase() === 'none') return {}
  const { name, value } = parseHeader(text)
  const others = Object.entries(headers).filter(([each]) => each.toLowerCase() !== name.toLowerCase())
  if (others.length >= maxHeaders) throw new UserError('source.tooManyHeaders', { max: maxHeaders })
  return { ...Object.fromEntries(others), [name]: value }
}
