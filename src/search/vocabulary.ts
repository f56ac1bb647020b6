import SearchableMap from 'minisearch/SearchableMap'

interface Entry {
  term: string
  number: number
  /** How many articles hold the term. */
  articles: number
  /** The word as it was first written, for corrections: people read "budget", not the stem. */
  word: string
}

/** Every term of the index with a small number, so that an article's terms fit into four bytes each. */
export class Vocabulary {
  readonly #entries = new SearchableMap<Entry>()
  /** Typos are near the stem ("aproving") or near the word ("termnal" is far from "termin"). */
  readonly #words = new SearchableMap<Entry>()
  /** By number. Zero stands for no term. */
  readonly #terms: string[] = ['']
  /** Numbers of terms that no article holds any more. */
  readonly #free: number[] = []

  /** The term's number, counting one more article that holds it. `word` gives the term as it is written there. */
  take(term: string, word: () => string): number {
    const known = this.#entries.get(term)
    if (known) {
      known.articles++
      return known.number
    }
    const number = this.#free.pop() ?? this.#terms.length
    // A copy: a slice would keep the article's whole text in memory.
    const entry = { term, number, articles: 1, word: Buffer.from(word().toLowerCase()).toString() }
    this.#terms[number] = term
    this.#entries.set(term, entry)
    this.#words.set(entry.word, entry)
    return number
  }

  /** Counts one article less; the last one takes the term with it. */
  release(number: number): void {
    const entry = this.#entries.get(this.#terms[number] ?? '')
    if (!entry || --entry.articles > 0) return
    this.#entries.delete(entry.term)
    if (this.#words.get(entry.word) === entry) this.#words.delete(entry.word)
    this.#terms[number] = ''
    this.#free.push(number)
  }

  termOf(number: number): string {
    return this.#terms[number] ?? ''
  }

  /** 0 when no article holds the term. */
  numberOf(term: string): number {
    return this.#entries.get(term)?.number ?? 0
  }

  articlesWith(term: string): number {
    return this.#entries.get(term)?.articles ?? 0
  }

  /**
   * The known term closest to an unknown one: fewest edits (1 below six letters, else 2), then the same first letter,
   * which typos rarely hit, then the most common.
   */
  closest(term: string, word: string): { term: string; word: string } | undefined {
    const candidates = [...near(this.#entries, term), ...near(this.#words, word)]
    return candidates.sort((a, b) => a.cost - b.cost || b.entry.articles - a.entry.articles)[0]?.entry
  }
}

function near(entries: SearchableMap<Entry>, written: string): { entry: Entry; cost: number }[] {
  const found = entries.fuzzyGet(written, written.length < 6 ? 1 : 2)
  return [...found].map(([known, [entry, edits]]) => ({
    entry,
    cost: edits + (known[0] === written[0] ? 0 : 1),
  }))
}
