import { group } from '../../src/services.js'
import { create } from './create.js'
import { edit } from './edit.js'
import { list, listPage } from './list.js'
import { remove } from './remove.js'
import { test } from './test.js'

export default group({
  name: 'topic',
  description: 'What this server watches for',
  moderators: true,
  subcommands: { create, edit, test, list, delete: remove },
  components: [listPage],
})
