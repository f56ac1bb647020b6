import type { Translate } from '../../src/core/i18n.js'
import { accent } from '../../src/core/render-article.js'
import type { Reply } from '../../src/core/reply.js'
import { hideCredentials, truncate } from '../../src/core/text.js'
import type { Candidate } from '../../src/sources/discovery/candidate.js'

/** The menu of the sources that an address led to; its values are positions in `candidates`. */
export function chooseCandidate(
  candidates: readonly Candidate[],
  address: string,
  menuId: string,
  t: Translate,
): Reply {
  return {
    embeds: [{ description: t('source.choose', { address, count: candidates.length }), color: accent }],
    rows: [
      [
        {
          id: menuId,
          placeholder: t('source.chooseOne'),
          choices: candidates.map(({ title, url, kind }, i) => ({
            label: truncate(title ?? hideCredentials(url), 100),
            value: String(i),
            description: truncate(`${t(`source.kind.${kind}`)} · ${hideCredentials(url)}`, 100),
          })),
        },
      ],
    ],
  }
}
