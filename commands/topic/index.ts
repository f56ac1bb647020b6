import { group } from '../../src/services.js'
import { openTopic, testButton } from './card.js'
import { create } from './create.js'
import { edit, topicEdit } from './edit.js'
import { list, listPage } from './list.js'
import { remove } from './remove.js'
import { test } from './test.js'

export default group({
  name: 'topic',
  description: 'What this server watches for',
  moderators: true,
  subcommands: { create, edit, test, list, delete: remove },
  components: [listPage, openTopic, testButton, ...topicEdit.components],
  forms: [topicEdit.form],
})
