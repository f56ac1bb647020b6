import { fail } from './failure.js'

/** Of a line that does not end; a piece of an answer has some hundred characters. */
const longestLine = 65_536

/**
 * Reads server-sent events from text in any pieces
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html): lines may end in CR, LF or CRLF, comments and other
 * fields are skipped, several data lines are one event. Each method gives the data of the events that are complete.
 * What was looked at once is not looked at again, and a line that does not end is no answer.
 */
export function createEventReader() {
  let rest = ''
  /** A CR whose LF may come with the next piece. */
  let held = ''
  let data: string[] = []

  function readLine(line: string): string[] {
    if (line === '') return endEvent()
    const [, field, value = ''] = /^([^:]*)(?:: ?([\s\S]*))?$/.exec(line) ?? []
    if (field === 'data') data.push(value)
    return []
  }

  function endEvent(): string[] {
    const event = data.join('\n')
    data = []
    return event === '' ? [] : [event]
  }

  return {
    push(text: string): string[] {
      const whole = held + text
      held = whole.endsWith('\r') ? '\r' : ''
      const [first = '', ...others] = whole.slice(0, whole.length - held.length).split(/\r\n|\n|\r/)
      rest += first
      if (rest.length > longestLine) fail('endless', `a line of more than ${longestLine} characters`)
      const last = others.pop()
      if (last === undefined) return []
      const lines = [rest, ...others]
      rest = last
      return lines.flatMap(readLine)
    },

    /** Unlike in browsers, an event counts without the empty line after it: some servers close the connection instead. */
    end(): string[] {
      const last = rest
      rest = ''
      return [...(last === '' ? [] : readLine(last)), ...endEvent()]
    },
  }
}
