type Growable = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array

/** The array with room for at least `count` entries, half as many again when it has to be replaced. */
export function grown<Kind extends Growable>(array: Kind, count: number): Kind {
  if (array.length >= count) return array
  const larger = new (array.constructor as new (length: number) => Kind)(Math.ceil(count * 1.5))
  larger.set(array as never)
  return larger
}
