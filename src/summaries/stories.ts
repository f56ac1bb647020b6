import { isRecurring } from './recurring.js'
import { findCandidates, makeFindable } from './story-candidates.js'
import { measureFit, type Prepared, prepare } from './story-fit.js'
import { countTerms, releaseTerm, type Shelf, type StoryEntry, takeTerm } from './story-terms.js'

/** What the linker reads of an article. */
export interface StoryArticle {
  id: number
  sourceId: number
  title: string
  /** Empty for a headline. */
  text: string
  /** BCP 47 primary language. */
  language: string | null
  /** Ms since the epoch. */
  datedAt: number
}

export interface StoryMatch {
  /** The id of the article that began the story. */
  storyId: number
  /** The article of the story that was entered last. */
  articleId: number
  /** From 0 to 1. */
  similarity: number
}

/**
 * Links articles of several sources that tell the same news. A story holds at most one article of a source (a later
 * one of the same source begins a story of its own), spans at most the window, and is named by the id of its first
 * article. An article that nothing was linked to is a story of one.
 */
export interface StoryLinker {
  /** How many articles are remembered. */
  readonly size: number
  /**
   * Enters an article and tells which story it joins, null when none. An article that is known already is replaced: in
   * a story with others it stays (null), alone it is looked at again.
   */
  assign(article: StoryArticle): StoryMatch | null
  /** Enters stored articles, oldest first, with the stories they were assigned; null stands for none. */
  restore(articles: Iterable<StoryArticle & { storyId: number | null }>): void
  remove(id: number): void
  /** Forgets articles that are older (ms), as far as they were entered before all that are not. */
  forgetBefore(time: number): void
}

export interface StoryOptions {
  /** From a story's first article to its last, in ms; 3 days unless told. */
  windowMs?: number
  /** With more than this the ones entered first are forgotten; 30,000 unless told: some 70 MB. */
  maxArticles?: number
}

interface Story {
  readonly id: number
  /** Those remembered, in the order they were entered. */
  members: StoryEntry[]
  /** Of all articles it ever had, so that forgetting one neither frees its source's place nor moves the window. */
  readonly sources: number[]
  from: number
  to: number
}

const day = 24 * 60 * 60 * 1000
/** The articles that stand for a story of many: those entered last. */
const maxCompared = 8

/**
 * An online linker in the manner of Allan, Papka and Lavrenko (1998): cosine similarity of tf-idf vectors between an
 * article and the centroid of a story. Document frequencies are those of all articles remembered. The same articles in
 * the same order give the same stories. A wrong link is worse than a missing one.
 */
export function createStoryLinker(options: StoryOptions = {}): StoryLinker {
  const { windowMs = 3 * day, maxArticles = 30_000 } = options
  const entries = new Map<number, StoryEntry>()
  const stories = new Map<number, Story>()
  const shelves = new Map<string, Shelf>()

  function assign(article: StoryArticle): StoryMatch | null {
    const story = stories.get(entries.get(article.id)?.storyId ?? article.id)
    const isLinked = story !== undefined && story.sources.length > 1
    remove(article.id)
    const prepared = prepare(enter(article))
    const match = isLinked || isRecurring(article.title) ? null : findStory(prepared)
    join(prepared, isLinked ? story.id : (match?.storyId ?? article.id))
    return match
  }

  function restore(articles: Iterable<StoryArticle & { storyId: number | null }>): void {
    for (const article of articles) {
      remove(article.id)
      join(prepare(enter(article)), article.storyId ?? article.id)
    }
  }

  /** Counts an article's words; nobody finds it yet. */
  function enter(article: StoryArticle): StoryEntry {
    const shelf = shelfOf(article.language ?? '')
    const { counts, inTitle } = countTerms(article.title, article.text, shelf.language)
    shelf.articles++
    return {
      id: article.id,
      sourceId: article.sourceId,
      datedAt: article.datedAt,
      shelf,
      // A copy has no room left over for more.
      terms: Array.from(counts.keys(), (word) => takeTerm(shelf, word)).slice(),
      counts: Uint8Array.from(counts.values(), (count) => Math.min(count, 255)),
      inTitle,
      storyId: article.id,
      score: 0,
    }
  }

  function shelfOf(language: string): Shelf {
    const shelf = shelves.get(language) ?? { language, articles: 0, terms: new Map() }
    shelves.set(language, shelf)
    return shelf
  }

  function join(prepared: Prepared, storyId: number): void {
    const { entry } = prepared
    const { id, sourceId, datedAt } = entry
    const story = stories.get(storyId) ?? beginStory(storyId, datedAt)
    story.members.push(entry)
    if (!story.sources.includes(sourceId)) story.sources.push(sourceId)
    story.from = Math.min(story.from, datedAt)
    story.to = Math.max(story.to, datedAt)
    entry.storyId = storyId
    entries.set(id, entry)
    makeFindable(prepared)
    const [oldest] = entries.keys()
    if (entries.size > maxArticles && oldest !== undefined) remove(oldest)
  }

  function beginStory(id: number, datedAt: number): Story {
    const story: Story = { id, members: [], sources: [], from: datedAt, to: datedAt }
    stories.set(id, story)
    return story
  }

  function findStory(article: Prepared): StoryMatch | null {
    let best: StoryMatch | null = null
    for (const { id, members } of candidates(article)) {
      const similarity = measureFit(article, members.slice(-maxCompared))
      const last = members.at(-1)
      if (last && similarity !== null && similarity > (best?.similarity ?? 0))
        best = { storyId: id, articleId: last.id, similarity }
    }
    return best
  }

  /** Stories that the article may be of, the likeliest first. */
  function candidates(article: Prepared): Story[] {
    const ids = new Set(findCandidates(article, windowMs).map(({ storyId }) => storyId))
    return [...ids].flatMap((id) => stories.get(id) ?? []).filter((story) => mayJoin(article.entry, story))
  }

  function mayJoin({ sourceId, datedAt }: StoryEntry, { sources, from, to }: Story): boolean {
    return !sources.includes(sourceId) && Math.max(to, datedAt) - Math.min(from, datedAt) <= windowMs
  }

  function remove(id: number): void {
    const entry = entries.get(id)
    if (!entry) return
    entries.delete(id)
    entry.shelf.articles--
    for (const term of entry.terms) releaseTerm(entry, term)
    const story = stories.get(entry.storyId)
    if (!story) return
    story.members = story.members.filter((member) => member !== entry)
    if (story.members.length === 0) stories.delete(story.id)
  }

  return {
    get size() {
      return entries.size
    },
    assign,
    restore,
    remove,
    forgetBefore(time) {
      for (const { id, datedAt } of entries.values()) {
        if (datedAt >= time) return
        remove(id)
      }
    },
  }
}
