/**
 * Whole numbers in as few bytes as they need, seven bits each, the lowest first; the eighth says that more follow
 * (https://protobuf.dev/programming-guides/encoding/#varints).
 */
export class ByteWriter {
  #bytes = new Uint8Array(1024)
  #length = 0

  /** A number from 0 up to 2³² − 1. */
  write(number: number): void {
    if (this.#length + 5 > this.#bytes.length) this.#grow()
    let rest = number
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest & 127) | 128
      rest >>>= 7
    }
    this.#bytes[this.#length++] = rest
  }

  /** What was written since the last call, valid until the next `write`. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length)
    this.#length = 0
    return taken
  }

  #grow(): void {
    const larger = new Uint8Array(this.#bytes.length * 2)
    larger.set(this.#bytes)
    this.#bytes = larger
  }
}

/** The numbers of a list, into `numbers`, which has room for all; returns how many. */
export function readNumbers(bytes: Uint8Array, numbers: Uint32Array): number {
  let count = 0
  for (let at = 0; at < bytes.length; ) {
    let byte = bytes[at++] ?? 0
    let number = byte & 127
    for (let shift = 7; byte > 127 && at < bytes.length; shift += 7) {
      byte = bytes[at++] ?? 0
      number |= (byte & 127) << shift
    }
    numbers[count++] = number >>> 0
  }
  return count
}
