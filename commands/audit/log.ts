import { z } from 'zod'
import type { Actor } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { hasText, type Translate } from '../../src/core/i18n.js'
import { notice } from '../../src/core/notice.js'
import { accent } from '../../src/core/render-article.js'
import type { Reply } from '../../src/core/reply.js'
import { escapeParams, timestamp, truncate } from '../../src/core/text.js'
import type { Deps } from '../../src/services.js'
import type { AuditEntry } from '../../src/store/audit.js'
import { clampPage, pageCount, turnButtons } from '../support/pages.js'
import { detailOf, undoButton, undoLastsMs } from '../support/undo.js'

const entriesShown = 8
/** So that all of them fit into an embed, whatever is in them. */
const maxLine = 400

export const pageId = customId('auditPage', { page: z.coerce.number().int() })

/** A page of who changed what, and the last removal to be taken back. */
export async function showLog(wanted: number, actor: Actor, { stores }: Deps): Promise<Reply> {
  const { guildId, t, now } = actor
  const total = await stores.audit.count(guildId)
  if (total === 0) return notice(t('audit.none'))
  const pages = pageCount(total, entriesShown)
  const page = clampPage(wanted, total, entriesShown)
  const entries = await stores.audit.page(guildId, {
    limit: entriesShown,
    offset: (page - 1) * entriesShown,
  })
  const last = await stores.audit.undoable(guildId, now - undoLastsMs)
  const footer = pages > 1 ? { footer: t('page.number', { page, pages }) } : {}
  return {
    embeds: [
      {
        title: t('audit.title'),
        description: [
          entries.map((entry) => describeEntry(entry, t)).join('\n'),
          ...(last ? [t('audit.canUndo', { what: whatOf(last, t) })] : []),
        ].join('\n\n'),
        color: accent,
        ...footer,
      },
    ],
    rows: [
      ...turnButtons(page, pages, t, (to) => pageId.encode({ page: to })),
      ...(last ? [[undoButton(last.id, t)]] : []),
    ],
  }
}

function describeEntry(entry: AuditEntry, t: Translate): string {
  const line = `${timestamp(entry.at)} <@${entry.user_id}> ${whatOf(entry, t)}`
  return entry.undone_at === null
    ? line
    : `${line} · ${t('audit.undone', { time: timestamp(entry.undone_at) })}`
}

/** What was done, in the reader's words. */
function whatOf(entry: AuditEntry, t: Translate): string {
  return truncate(worded(entry, t) ?? entry.action, maxLine - 100)
}

/** Undefined for an entry of another version of the bot, whose texts and details are not those of this one. */
function worded(entry: AuditEntry, t: Translate): string | undefined {
  const key = `audit.did.${entry.action}`
  if (!hasText(key)) return undefined
  try {
    return t(key, escapeParams(detailOf(entry)))
  } catch {
    return undefined
  }
}
