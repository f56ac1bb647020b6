import { z } from 'zod'
import type { Actor } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import { leastRetentionDays } from '../../src/core/least-retention-days.js'
import { notice } from '../../src/core/notice.js'
import { textOption } from '../../src/core/options.js'
import { escapeMarkdown } from '../../src/core/text.js'
import { type Deps, subcommand } from '../../src/services.js'
import { parseHeader } from '../../src/sources/following/parse-header.js'
import type { FullText } from '../../src/store/schema.js'
import type { Source } from '../../src/store/sources.js'
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
    keep: z
      .number()
      .int()
      .min(leastRetentionDays)
      .max(3650)
      .describe('Days for which its articles are kept, if no other server wants them longer')
      .optional(),
  },
  suggest: { source: suggestSources },
  async run({ source: text, keep, ...reading }, actor, deps) {
    const changesReading = reading.full_text !== undefined || reading.header !== undefined
    if (!changesReading && keep === undefined) throw new UserError('source.nothingToChange')
    const source = await findFollowed(text, actor, deps)
    if (source.kind === 'folder') throw new UserError('source.folderHasNoOptions', { source: source.title })
    const changed = changesReading ? await changeReading(source, reading, actor, deps) : undefined
    if (keep !== undefined) await deps.stores.retention.setDays(actor.guildId, changed?.id ?? source.id, keep)
    const name = escapeMarkdown(source.title)
    const headers = Object.keys(changed?.headers ?? {}).join(', ')
    return notice(
      [
        ...(changed
          ? [actor.t('source.changed', { source: name, fullText: actor.t(`fullText.${changed.full_text}`) })]
          : []),
        ...(headers ? [actor.t('source.headersSet', { names: escapeMarkdown(headers) })] : []),
        ...(keep === undefined ? [] : [actor.t('source.kept', { source: name, count: keep })]),
      ].join('\n'),
    )
  },
})

interface ReadingOptions {
  full_text?: FullText | undefined
  header?: string | undefined
}

/** Returns the server's source, which is a copy of its own where others follow it too. @throws UserError */
async function changeReading(
  source: Source,
  { full_text, header }: ReadingOptions,
  actor: Actor,
  deps: Deps,
): Promise<Source> {
  const change = {
    ...(full_text && { fullText: full_text }),
    ...(header !== undefined && { headers: withHeader(source.headers, header) }),
  }
  return await deps.sources.setOptions(actor.guildId, source, change, actor.now)
}

/** @throws UserError */
function withHeader(headers: Record<string, string>, text: string): Record<string, string> {
  if (text.toLowerCase() === 'none') return {}
  const { name, value } = parseHeader(text)
  const others = Object.entries(headers).filter(([each]) => each.toLowerCase() !== name.toLowerCase())
  if (others.length >= maxHeaders) throw new UserError('source.tooManyHeaders', { max: maxHeaders })
  return { ...Object.fromEntries(others), [name]: value }
}
