import { group } from '../../src/services.js'
import { actionButtons, actions } from './actions.js'
import { edit, subscriptionEdit } from './edit.js'
import { list, listPage, openOne } from './list.js'

export default group({
  name: 'subscription',
  description: 'What is posted where, and when',
  moderators: true,
  subcommands: { list, edit, ...actions },
  components: [listPage, openOne, ...actionButtons, ...subscriptionEdit.components],
  forms: [subscriptionEdit.form],
})
