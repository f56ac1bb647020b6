import type { Services } from '../services.js'
import { type Call, type CliCommand, type Output, withServices } from './command.js'
import { isoDate, t } from './texts.js'

export const feedbackCommand: CliCommand = {
  help: { feedback: 'what people said of answers, as a test set' },
  run: withServices(feedback),
}

/** Each opinion with the question, what was quoted, and the version that answered. */
async function feedback(_call: Call, { stores }: Services): Promise<Output> {
  const opinions = (await stores.feedback.all()).map(({ givenAt, ...rest }) => ({
    ...rest,
    givenAt: isoDate(givenAt),
  }))
  return {
    json: opinions,
    text:
      opinions.length === 0
        ? [t('cli.noFeedback')]
        : opinions.map(({ good, level, question }) => `${good ? '👍' : '👎'} ${level}  ${question}`),
  }
}
