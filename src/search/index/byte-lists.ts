import { grown } from './grown.js'

/** 1 MB: an address is the number of a page and a place in it. */
const pageBits = 20
const pageSize = 1 << pageBits
const inPage = pageSize - 1
/** Each slice ends with the address of the next one. */
const linkSize = 4
/** Slices beyond this are all alike. */
const longestSlice = 14_000

/** What is known of a list, side by side so that it comes into the processor's cache together. */
const fields = 4
/** The address of its first slice. */
const head = 0
/** Where its next byte goes. */
const end = 1
/** How many bytes it has. */
const bytesIn = 2
/** How many more its last slice has room for. */
const room = 3

/**
 * Many growing lists of bytes in a few large pages, in the manner of Lucene's byte slices: a typed array of its own for
 * each of half a million lists takes more memory than what is in them. Lists are numbered from 0.
 */
export class ByteLists {
  /** The bytes of a list's first, second … slice; those beyond are like the last. */
  readonly #sizes: number[]
  /** Where each of these slices begins in its list. */
  readonly #starts: number[]
  /** Addresses of slices that were given back, by size. */
  readonly #free: number[][]
  readonly #pages: Uint8Array[] = []
  /** Where the next slice is cut from the last page. */
  #cut = pageSize
  #lists = new Uint32Array(fields * 1024)
  #scratch = new Uint8Array(4096)

  /**
   * Each slice is half as large again as the one before, so that little of a list is unused and a long one is few
   * slices. `first` should hold most of the short lists.
   */
  constructor(first: number) {
    this.#sizes = [first]
    for (let size = first; size < longestSlice; this.#sizes.push(size)) size += 4 * Math.ceil(size / 8)
    this.#starts = this.#sizes.map((_, slice) =>
      this.#sizes.slice(0, slice).reduce((sum, size) => sum + size, 0),
    )
    this.#free = this.#sizes.map(() => [])
  }

  /** Bytes of memory, also of what is not used at the moment. */
  get memory(): number {
    return this.#pages.length * pageSize + this.#lists.byteLength
  }

  lengthOf(list: number): number {
    return this.#lists[fields * list + bytesIn] ?? 0
  }

  /** Appends the first `length` of some bytes. */
  append(list: number, bytes: Uint8Array, length = bytes.length): void {
    if (fields * (list + 1) > this.#lists.length) this.#lists = grown(this.#lists, fields * (list + 1))
    const at = fields * list
    for (let done = 0; done < length; ) {
      if (this.#lists[at + room] === 0) this.#addSlice(list)
      const count = Math.min(this.#lists[at + room] ?? 0, length - done)
      const address = this.#lists[at + end] ?? 0
      copyBytes(bytes, done, this.#pageOf(address), address & inPage, count)
      this.#advance(at, count)
      done += count
    }
  }

  /** The first `limit` bytes of a list, valid until the next call. */
  read(list: number, limit = Number.POSITIVE_INFINITY): Uint8Array {
    const length = Math.min(this.lengthOf(list), limit)
    if (this.#scratch.length < length) this.#scratch = new Uint8Array(length * 2)
    let address = this.#lists[fields * list + head] ?? 0
    for (let done = 0, slice = 0; done < length; slice++) {
      const page = this.#pageOf(address)
      const start = address & inPage
      const count = Math.min(this.#sizeOf(slice), length - done)
      copyBytes(page, start, this.#scratch, done, count)
      done += count
      if (done < length) address = readLink(page, start + this.#sizeOf(slice))
    }
    return this.#scratch.subarray(0, length)
  }

  /** Empties a list; its memory is used again. */
  clear(list: number): void {
    const length = this.lengthOf(list)
    if (length === 0) return
    const last = this.#sliceAt(length - 1)
    let address = this.#lists[fields * list + head] ?? 0
    for (let slice = 0; slice <= last; slice++) {
      const link = (address & inPage) + this.#sizeOf(slice)
      const next = slice < last ? readLink(this.#pageOf(address), link) : 0
      this.#free[Math.min(slice, this.#sizes.length - 1)]?.push(address)
      address = next
    }
    this.#lists[fields * list + bytesIn] = 0
    this.#lists[fields * list + room] = 0
  }

  #advance(at: number, count: number): void {
    this.#lists[at + end] = (this.#lists[at + end] ?? 0) + count
    this.#lists[at + bytesIn] = (this.#lists[at + bytesIn] ?? 0) + count
    this.#lists[at + room] = (this.#lists[at + room] ?? 0) - count
  }

  /** Adds the slice that a list needs when all before it are full. */
  #addSlice(list: number): void {
    const at = fields * list
    const slice = this.#sliceAt(this.lengthOf(list))
    const size = this.#sizeOf(slice)
    const address =
      this.#free[Math.min(slice, this.#sizes.length - 1)]?.pop() ?? this.#cutSlice(size + linkSize)
    const link = this.#lists[at + end] ?? 0
    if (slice === 0) this.#lists[at + head] = address
    else writeLink(this.#pageOf(link), link & inPage, address)
    this.#lists[at + end] = address
    this.#lists[at + room] = size
  }

  #cutSlice(size: number): number {
    if (this.#cut + size > pageSize) {
      this.#pages.push(new Uint8Array(pageSize))
      this.#cut = 0
    }
    const address = (((this.#pages.length - 1) << pageBits) | this.#cut) >>> 0
    this.#cut += size
    return address
  }

  #sizeOf(slice: number): number {
    return this.#sizes[Math.min(slice, this.#sizes.length - 1)] ?? 0
  }

  /** The slice in which a place of a list lies. */
  #sliceAt(place: number): number {
    const last = this.#sizes.length - 1
    const beyond = place - (this.#starts[last] ?? 0)
    if (beyond >= 0) return last + Math.floor(beyond / this.#sizeOf(last))
    let slice = 0
    while (place >= (this.#starts[slice + 1] ?? 0)) slice++
    return slice
  }

  #pageOf(address: number): Uint8Array {
    const page = this.#pages[address >>> pageBits]
    if (!page) throw new Error(`byte lists: no page at ${address}`)
    return page
  }
}

/** Most slices are short: for them a loop takes a tenth of the time of a view and `set`. */
const shortCopy = 200

function copyBytes(from: Uint8Array, start: number, to: Uint8Array, at: number, count: number): void {
  if (count > shortCopy) to.set(from.subarray(start, start + count), at)
  else for (let i = 0; i < count; i++) to[at + i] = from[start + i] ?? 0
}

function readLink(page: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = [page[at], page[at + 1], page[at + 2], page[at + 3]]
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0
}

function writeLink(page: Uint8Array, at: number, address: number): void {
  page[at] = address >>> 24
  page[at + 1] = address >>> 16
  page[at + 2] = address >>> 8
  page[at + 3] = address
}
