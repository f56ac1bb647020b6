import { commandKeys } from '../src/core/command-keys.js'
import { commandText } from '../src/core/i18n.js'
import { notice } from '../src/core/notice.js'
import { command } from '../src/services.js'
import { commands } from './index.js'

export default command({
  name: 'help',
  description: 'What the bot can do for you',
  options: {},
  run(_, { moderator, locale, t }) {
    const named = (path: string[]) => commandText(locale, commandKeys.name(path)) ?? path.at(-1) ?? ''
    const line = (path: string[], description: string) => {
      const name = path.map((_, i) => named(path.slice(0, i + 1))).join(' ')
      return `**/${name}** — ${commandText(locale, commandKeys.description(path)) ?? description}`
    }
    const usable = commands.filter((each) => moderator || !each.moderators)
    const lines = usable.flatMap(({ name, action, description, subcommands = {} }) =>
      action
        ? [line([name], description)]
        : Object.entries(subcommands).map(([sub, each]) => line([name, sub], each.description)),
    )
    const inMenus = usable.flatMap(({ name, messageActions = [] }) =>
      messageActions.map((entry) => named([name, entry.name])),
    )
    const menus = t('help.menus', { names: inMenus.join(t('list.separator')) })
    return notice([...lines, '', menus, t('help.mention'), t('help.search')].join('\n'), t('help.title'))
  },
})
