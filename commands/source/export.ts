import { UserError } from '../../src/core/errors.js'
import { accent } from '../../src/core/render-article.js'
import { subcommand } from '../../src/services.js'
import { renderOpml } from '../../src/sources/opml/render-opml.js'

export const exportList = subcommand({
  description: 'The sources of this server as an OPML file that every feed reader can import',
  options: {},
  async run(_, { guildId, now, t }, { stores }) {
    const sources = await stores.followers.followedBy(guildId)
    if (sources.length === 0) throw new UserError('source.noneFollowed')
    const { opml, withoutPassword, omitted } = renderOpml(
      t('export.title'),
      sources.map(({ site_url, ...source }) => ({ ...source, siteUrl: site_url })),
      now,
    )
    const lines = [
      t('export.done', { count: sources.length - omitted.length }),
      ...(withoutPassword.length > 0 ? [t('export.withoutPassword', { count: withoutPassword.length })] : []),
      ...(omitted.length > 0 ? [t('export.omitted', { count: omitted.length })] : []),
    ]
    return {
      embeds: [{ description: lines.join('\n'), color: accent }],
      files: [{ name: 'sources.opml', data: opml }],
    }
  },
})
