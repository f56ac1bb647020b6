import { UserError } from '../../src/core/errors.js'
import { asksForSomething, namesTopic } from '../../src/search/match-topic.js'
import { compileQuery } from '../../src/search/query/compile.js'
import { parseQuery } from '../../src/search/query/parse-query.js'

/** @throws UserError for a query that a topic cannot have */
export function checkQuery(query: string): void {
  const condition = compileQuery(parseQuery(query), ['en'])
  if (!asksForSomething(condition)) throw new UserError('topic.emptyQuery')
  if (namesTopic(condition)) throw new UserError('topic.namesTopic')
}
