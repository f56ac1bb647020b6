import { z } from 'zod'
import { UserError } from '../../src/core/errors.js'
import { notice } from '../../src/core/notice.js'
import { textOption } from '../../src/core/options.js'
import { escapeMarkdown } from '../../src/core/text.js'
import { subcommand } from '../../src/services.js'
import { parseHeader } from '../../src/sources/following/parse-header.js'
import { findFollowed } from '../support/find-followed.js'
import { suggestSources } from '../support/suggest.js'

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
  async run({ source: text, full_text, header }, actor, deps) {
    if (full_text === undefined && header === undefined) throw new UserError('source.nothingToChange')
    const source = await findFollowed(text, actor, deps)
    if (source.kind === 'folder') throw new UserError('source.folderHasNoOptions', { source: source.title })
    const changed = await deps.sources.setOptions(
      actor.guildId,
      source,
      {
        ...(full_text && { fullText: full_text }),
        ...(header !== undefined && { headers: withHeader(source.headers, header) }),
      },
      actor.now,
    )
    const names = Object.keys(changed.headers).join(', ')
    return notice(
      [
        actor.t('source.changed', {
          source: escapeMarkdown(source.title),
          fullText: actor.t(`fullText.${changed.full_text}`),
        }),
        ...(names ? [actor.t('source.headersSet', { names: escapeMarkdown(names) })] : []),
      ].join('\n'),
    )
  },
})

/** @throws UserError */
function withHeader(headers: Record<string, string>, text: string): Record<string, string> {
  if (text.toLowerCase() === 'none') return {}
  const { name, value } = parseHeader(text)
  const others = Object.entries(headers).filter(([each]) => each.toLowerCase() !== name.toLowerCase())
  if (others.length >= maxHeaders) throw new UserError('source.tooManyHeaders', { max: maxHeaders })
  return { ...Object.fromEntries(others), [name]: value }
}
