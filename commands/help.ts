import { notice } from '../src/core/notice.js'
import { command } from '../src/services.js'
import { commands } from './index.js'

export default command({
  name: 'help',
  description: 'What the bot can do for you',
  options: {},
  run(_, actor) {
    const lines = commands
      .filter((each) => actor.moderator || !each.moderators)
      .flatMap((each) =>
        each.action
          ? [`**/${each.name}** — ${each.description}`]
          : Object.entries(each.subcommands ?? {}).map(
              ([name, action]) => `**/${each.name} ${name}** — ${action.description}`,
            ),
      )
    const inMenus = commands
      .filter((each) => actor.moderator || !each.moderators)
      .flatMap(({ messageActions = [] }) => messageActions.map(({ name }) => name))
    const menus = actor.t('help.menus', { names: inMenus.join(', ') })
    return notice(
      [...lines, '', menus, actor.t('help.mention'), actor.t('help.search')].join('\n'),
      actor.t('help.title'),
    )
  },
})
