import { group } from '../../src/services.js'
import { add, addChosen } from './add.js'
import { alerts } from './alerts.js'
import { edit, sourceEdit } from './edit.js'
import { exportList } from './export.js'
import { health, openSource, sourceAction } from './health.js'
import { importList } from './import.js'
import { keep } from './keep.js'
import { list, listPage } from './list.js'
import { move, moveChosen, moveForm, moveOpen } from './move.js'
import { remove } from './remove.js'
import { test } from './test.js'

export default group({
  name: 'source',
  description: 'What this server reads',
  moderators: true,
  subcommands: {
    add,
    test,
    list,
    health,
    edit,
    keep,
    move,
    remove,
    import: importList,
    export: exportList,
    alerts,
  },
  components: [addChosen, listPage, openSource, sourceAction, moveOpen, moveChosen, ...sourceEdit.components],
  forms: [moveForm, sourceEdit.form],
})
