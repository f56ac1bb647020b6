import { notice } from '../../src/core/notice.js'
import { command, component } from '../../src/services.js'
import { askRemoval, keepId, removeId, removeNow, removeNowId } from '../support/removal.js'
import { takeBack, undoId } from '../support/undo.js'
import { pageId, showLog } from './log.js'

export default command({
  name: 'audit',
  description: 'Who changed what in this server, the newest first; the last removal can be undone for a day',
  moderators: true,
  options: {},
  run: (_, actor, deps) => showLog(1, actor, deps),
  components: [
    component({
      id: pageId,
      moderators: true,
      run: ({ page }, actor, deps) => showLog(page, actor, deps),
    }),
    component({
      id: removeId,
      moderators: true,
      answer: 'reply',
      run: ({ kind, id }, actor, deps) => askRemoval(kind, id, actor, deps),
    }),
    component({
      id: removeNowId,
      moderators: true,
      run: ({ kind, id }, actor, deps) => removeNow(kind, id, actor, deps),
    }),
    component({ id: keepId, moderators: true, run: (_, { t }) => notice(t('remove.kept')) }),
    component({
      id: undoId,
      moderators: true,
      run: ({ entry }, actor, deps) => takeBack(entry, actor, deps),
    }),
  ],
})
