import { finish, type Steps } from '../../core/steps.js'
import { compileQuery } from '../query/compile.js'
import type { AskedAt } from '../query/filters.js'
import { parseQuery } from '../query/parse-query.js'
import type { Query } from '../query/query.js'
import { filterTestOf } from './filter-test.js'
import type { ShareOf } from './needs.js'
import type { PreparedArticle } from './prepare-article.js'
import { createShelf, type Shelf } from './shelf.js'
import type { Width } from './width.js'

export interface TopicMatcherOptions {
  /** About the share of articles that hold a term, where that is known; else it is learned from the articles. */
  shareOf?: ShareOf
}

/** Stored queries, of which an article finds those that it fulfils without asking each. */
export interface TopicMatcher<Id> {
  readonly size: number
  /** How many words its shelves know, for whoever watches its memory. */
  readonly words: number
  /** Adding an id again replaces its query. As text, it takes a fraction of the memory. */
  add(id: Id, query: Query | string, width: Width): void
  remove(id: Id): void
  /**
   * Makes ready for articles of these languages what would else be made when the first one comes, and takes in which
   * words are rare: with a hundred thousand queries that is seconds of work. Yields every few milliseconds.
   */
  upkeep(languages: Iterable<string | null>): Generator<void>
  /** The ids of the queries for which `matches` is true, in no order. */
  match(article: PreparedArticle, at: AskedAt): Id[]
}

/** Words are other terms in every language: each that is met has a shelf of its own, the least recently used one goes. */
const maxShelves = 12
/** After so many articles their words tell which are rare: a shelf is due to be made anew. */
const lessons = [100, 1000, 10_000]
const lastLesson = Math.max(...lessons)
/** So many queries are put on a shelf before others get a turn: some 5 ms. */
const perTurn = 100

export function createTopicMatcher<Id>({ shareOf }: TopicMatcherOptions = {}): TopicMatcher<Id> {
  const stored = new Map<Id, { query: Query | string; width: Width }>()
  const shelves = new Map<string | null, ShelfInUse<Id>>()
  /** Shelves that are being made. */
  const unfinished = new Set<ShelfInUse<Id>>()

  function shelfOf(language: string | null): ShelfInUse<Id> {
    const shelf = shelves.get(language) ?? finish(makeShelf(language))
    shelves.delete(language)
    shelves.set(language, shelf)
    const [oldest] = shelves.keys()
    if (shelves.size > maxShelves && oldest !== undefined) shelves.delete(oldest)
    return shelf
  }

  /** Yields where others may add and remove: a query that is added then is met at the end. */
  function* makeShelf(language: string | null, known?: ShelfInUse<Id>): Steps<ShelfInUse<Id>> {
    const seen = known?.seen ?? new Map<string, number>()
    const articles = known?.articles ?? 0
    const share = shareOf ?? ((term: string) => shareSeen(seen.get(term) ?? 0, articles, term))
    const made = { language, shelf: createShelf<Id>(language), entries: new Map(), removed: 0, seen, share }
    const shelf: ShelfInUse<Id> = { ...made, articles, lessons: lessonsIn(articles) }
    unfinished.add(shelf)
    try {
      let count = 0
      for (const [id, { query, width }] of stored) {
        put(shelf, id, query, width)
        if (++count % perTurn === 0) yield
      }
    } finally {
      unfinished.delete(shelf)
    }
    for (const term of seen.keys()) if (!shelf.shelf.knows(term)) seen.delete(term)
    return shelf
  }

  function isDue(language: string | null): boolean {
    const shelf = shelves.get(language)
    return !shelf || lessonsIn(shelf.articles) > shelf.lessons
  }

  function put(
    { language, shelf, entries, share }: ShelfInUse<Id>,
    id: Id,
    query: Query | string,
    width: Width,
  ) {
    const parsed = typeof query === 'string' ? parseQuery(query) : query
    entries.set(id, shelf.add(id, compileQuery(parsed, [language]), width, share))
  }

  function remove(id: Id): void {
    stored.delete(id)
    for (const shelf of [...shelves.values(), ...unfinished]) {
      const entry = shelf.entries.get(id)
      if (entry === undefined) continue
      shelf.shelf.remove(entry)
      shelf.entries.delete(id)
      shelf.removed++
      // Also where no article comes any more.
      if (isHalfGone(shelf) && shelves.get(shelf.language) === shelf) shelves.delete(shelf.language)
    }
  }

  return {
    get size() {
      return stored.size
    },
    get words() {
      return [...shelves.values()].reduce((sum, { shelf }) => sum + shelf.size, 0)
    },
    add(id, query, width) {
      remove(id)
      stored.set(id, { query, width })
      for (const shelf of shelves.values()) put(shelf, id, query, width)
    },
    remove,
    *upkeep(languages) {
      for (const language of languages) {
        // Another call may be at it.
        while ([...unfinished].some((shelf) => shelf.language === language)) yield
        if (stored.size === 0 || !isDue(language)) continue
        const known = shelves.get(language)
        const shelf = yield* makeShelf(language, known)
        shelves.set(language, { ...shelf, articles: known?.articles ?? 0 })
      }
    },
    match(article, at) {
      if (stored.size === 0) return []
      const inUse = shelfOf(article.language)
      const ids: Id[] = []
      inUse.articles++
      inUse.shelf.match(
        article,
        filterTestOf(article, at),
        (id) => ids.push(id),
        shareOf || inUse.articles > lastLesson ? ignore : (term) => learn(inUse.seen, term),
      )
      return ids
    },
  }
}

function learn(seen: Map<string, number>, term: string): void {
  seen.set(term, (seen.get(term) ?? 0) + 1)
}

function ignore(): void {}

interface ShelfInUse<Id> {
  language: string | null
  shelf: Shelf<Id>
  entries: Map<Id, number>
  /** How many of its entries are removed, but still listed. */
  removed: number
  /** In how many of the articles each of its words was. */
  seen: Map<string, number>
  articles: number
  /** How many lessons it was made after. */
  lessons: number
  share: ShareOf
}

function lessonsIn(articles: number): number {
  return lessons.filter((lesson) => lesson <= articles).length
}

/** What is removed stays listed until it is the larger part: then the shelf is made anew. */
function isHalfGone<Id>({ entries, removed }: ShelfInUse<Id>): boolean {
  return removed > 1000 && removed > entries.size
}

/** Before anything is known, long words pass for rare. */
function shareSeen(times: number, articles: number, term: string): number {
  return (times + 1 / term.length) / (articles + 1)
}
