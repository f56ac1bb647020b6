import type { Actor } from '../../src/core/command.js'
import type { Reply } from '../../src/core/reply.js'
import { command, component, type Deps } from '../../src/services.js'
import { addressComponents, addressForms } from './address.js'
import { firstOpen, readProgress, type Step, startButton, stepButton } from './checklist.js'
import { languageComponents, showLanguage, zoneForms } from './language.js'
import { moderatorComponents, showModerators } from './moderators.js'
import { showSources, sourceComponents } from './sources.js'
import { showTest, testComponents } from './test-post.js'
import { showTopic, topicComponents, topicForms } from './topic.js'

const show: Record<Step, (actor: Actor, deps: Deps) => Promise<Reply>> = {
  language: showLanguage,
  moderators: showModerators,
  sources: showSources,
  topic: showTopic,
  test: showTest,
}

export default command({
  name: 'setup',
  description: 'Set the bot up step by step, or go on where you left off',
  moderators: true,
  options: {},
  run: (_, actor, deps) => goOn(actor, deps),
  components: [
    component({
      id: startButton,
      moderators: true,
      answer: 'reply',
      run: (_, actor, deps) => goOn(actor, deps),
    }),
    component({
      id: stepButton,
      moderators: true,
      run: ({ step }, actor, deps) => show[step](actor, deps),
    }),
    ...languageComponents,
    ...moderatorComponents,
    ...sourceComponents,
    ...addressComponents,
    ...topicComponents,
    ...testComponents,
  ],
  forms: [...zoneForms, ...addressForms, ...topicForms],
})

async function goOn(actor: Actor, deps: Deps): Promise<Reply> {
  return await show[firstOpen(await readProgress(actor, deps))](actor, deps)
}
