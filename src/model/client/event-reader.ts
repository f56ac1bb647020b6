/**
 * Reads server-sent events from text in any pieces
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html): lines may end in CR, LF or CRLF, comments and other
 * fields are skipped, several data lines are one event. Each method gives the data of the events that are complete.
 */
export function createEventReader() {
  let rest = ''
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
      const lines = (rest + text).split(/\r\n|\n|\r(?!$)/)
      rest = lines.pop() ?? ''
      return lines.flatMap(readLine)
    },

    /** Unlike in browsers, an event counts without the empty line after it: some servers close the connection instead. */
    end(): string[] {
      const last = rest.replace(/\r$/, '')
      rest = ''
      return [...(last === '' ? [] : readLine(last)), ...endEvent()]
    },
  }
}
