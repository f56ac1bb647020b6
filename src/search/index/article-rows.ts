import { grown } from './grown.js'

/** What is kept of an article beside its words. */
export interface ArticleFacts {
  id: number
  sourceId: number
  /** When it was published, else when it was found; ms. */
  time: number
  /** Whether that is the date of its publication. */
  isDated: boolean
  /** When it was last changed in the store; ms. */
  updatedAt: number
  /** BCP 47 primary tag; empty when unknown. */
  language: string
  /** Empty when unknown. */
  author: string
  /** Only a teaser or a headline is known. */
  isPartial: boolean
  /** There is more than a headline. */
  hasText: boolean
  /** How many words of the text are its lead, and how many of its compounds and bigrams. */
  leadWords: number
  leadJoined: number
  /** How many words the text has, and how many compounds and bigrams stand in its opening. */
  bodyWords: number
  openingJoined: number
}

const flags = { live: 1, partial: 2, text: 4, dated: 8 }

/**
 * The facts of all articles in columns: fifty bytes an article, where an object would take two hundred. Rows count from
 * 1 in the order of adding; a removed article's row is not used again.
 */
export class ArticleRows {
  readonly #rowOf = new Map<number, number>()
  #count = 1
  #ids = new Float64Array(1024)
  #sources = new Uint32Array(1024)
  #times = new Float64Array(1024)
  #updates = new Float64Array(1024)
  #languages = new Uint8Array(1024)
  #authors = new Uint32Array(1024)
  #flags = new Uint8Array(1024)
  #leadWords = new Uint16Array(1024)
  #leadJoined = new Uint16Array(1024)
  #bodyWords = new Uint16Array(1024)
  #openingJoined = new Uint16Array(1024)
  readonly languageNames = new Names()
  readonly authorNames = new Names()

  /** How many articles there are. */
  get size(): number {
    return this.#rowOf.size
  }

  /** One more than the last row. */
  get end(): number {
    return this.#count
  }

  get memory(): number {
    return this.#ids.length * 42 + this.#rowOf.size * 40
  }

  add(facts: ArticleFacts): number {
    const row = this.#count++
    this.#grow(this.#count)
    this.#ids[row] = facts.id
    this.#sources[row] = facts.sourceId
    this.#times[row] = facts.time
    this.#updates[row] = facts.updatedAt
    this.#languages[row] = this.languageNames.numberOf(facts.language, 255)
    this.#authors[row] = this.authorNames.numberOf(facts.author)
    this.#leadWords[row] = Math.min(facts.leadWords, 0xffff)
    this.#leadJoined[row] = Math.min(facts.leadJoined, 0xffff)
    this.#bodyWords[row] = Math.min(facts.bodyWords, 0xffff)
    this.#openingJoined[row] = Math.min(facts.openingJoined, 0xffff)
    this.#flags[row] =
      flags.live |
      (facts.isPartial ? flags.partial : 0) |
      (facts.hasText ? flags.text : 0) |
      (facts.isDated ? flags.dated : 0)
    this.#rowOf.set(facts.id, row)
    return row
  }

  remove(row: number): void {
    this.#rowOf.delete(this.idOf(row))
    this.#flags[row] = 0
  }

  factsOf(row: number): ArticleFacts {
    return {
      id: this.idOf(row),
      sourceId: this.sourceOf(row),
      time: this.timeOf(row),
      isDated: this.isDated(row),
      updatedAt: this.updatedAtOf(row),
      language: this.languageOf(row),
      author: this.authorNames.nameOf(this.#authors[row] ?? 0),
      isPartial: this.isPartial(row),
      hasText: this.hasText(row),
      leadWords: this.leadWordsOf(row),
      leadJoined: this.leadJoinedOf(row),
      bodyWords: this.bodyWordsOf(row),
      openingJoined: this.openingJoinedOf(row),
    }
  }

  rowOf(id: number): number | undefined {
    return this.#rowOf.get(id)
  }

  isLive(row: number): boolean {
    return this.#has(row, flags.live)
  }

  idOf(row: number): number {
    return this.#ids[row] ?? 0
  }

  sourceOf(row: number): number {
    return this.#sources[row] ?? 0
  }

  timeOf(row: number): number {
    return this.#times[row] ?? 0
  }

  updatedAtOf(row: number): number {
    return this.#updates[row] ?? 0
  }

  languageOf(row: number): string {
    return this.languageNames.nameOf(this.#languages[row] ?? 0)
  }

  /** The number of its author in `authorNames`. */
  authorOf(row: number): number {
    return this.#authors[row] ?? 0
  }

  /** How many of the articles that a test lets through each author has, by number in `authorNames`. */
  countAuthors(isVisible: (row: number) => boolean): Map<number, number> {
    const counts = new Map<number, number>()
    for (let row = 1; row < this.end; row++) {
      if (!this.isLive(row) || !isVisible(row)) continue
      const author = this.authorOf(row)
      counts.set(author, (counts.get(author) ?? 0) + 1)
    }
    return counts
  }

  leadWordsOf(row: number): number {
    return this.#leadWords[row] ?? 0
  }

  leadJoinedOf(row: number): number {
    return this.#leadJoined[row] ?? 0
  }

  bodyWordsOf(row: number): number {
    return this.#bodyWords[row] ?? 0
  }

  openingJoinedOf(row: number): number {
    return this.#openingJoined[row] ?? 0
  }

  isPartial(row: number): boolean {
    return this.#has(row, flags.partial)
  }

  hasText(row: number): boolean {
    return this.#has(row, flags.text)
  }

  isDated(row: number): boolean {
    return this.#has(row, flags.dated)
  }

  /** Newest first; of two of one time the one that was stored later. */
  compareTime(a: number, b: number): number {
    return this.timeOf(b) - this.timeOf(a) || this.idOf(b) - this.idOf(a)
  }

  #has(row: number, flag: number): boolean {
    return ((this.#flags[row] ?? 0) & flag) !== 0
  }

  #grow(count: number): void {
    this.#ids = grown(this.#ids, count)
    this.#sources = grown(this.#sources, count)
    this.#times = grown(this.#times, count)
    this.#updates = grown(this.#updates, count)
    this.#languages = grown(this.#languages, count)
    this.#authors = grown(this.#authors, count)
    this.#flags = grown(this.#flags, count)
    this.#leadWords = grown(this.#leadWords, count)
    this.#leadJoined = grown(this.#leadJoined, count)
    this.#bodyWords = grown(this.#bodyWords, count)
    this.#openingJoined = grown(this.#openingJoined, count)
  }
}

/** Longer ones are not names. */
const longestName = 200

/** Texts of which there are few, by number; 0 is the empty one. */
export class Names {
  readonly #numbers = new Map([['', 0]])
  readonly #names = ['']

  /** The name's number; 0 once there are more than `max`. */
  numberOf(name: string, max = Number.POSITIVE_INFINITY): number {
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    if (this.#names.length > max) return 0
    // A copy: a slice would keep what it was cut from in memory.
    const own = Buffer.from(name.slice(0, longestName)).toString()
    const number = this.#names.push(own) - 1
    this.#numbers.set(own, number)
    return number
  }

  nameOf(number: number): string {
    return this.#names[number] ?? ''
  }

  all(): readonly string[] {
    return this.#names
  }
}
