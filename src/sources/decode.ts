import { gunzipSync } from 'node:zlib'
import { detect } from 'chardet'
import iconv from 'iconv-lite'

const maxUnzippedBytes = 20_000_000
/** Encodings are declared at the top; chardet's own default sample is larger than it needs. */
const declarationBytes = 2048
const sampleBytes = 64_000

const byteOrderMarks: readonly (readonly [string, readonly number[]])[] = [
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/**
 * The text of a document. Its encoding is, in this order: byte order mark, HTTP charset, XML or HTML declaration,
 * UTF-8 if the bytes are valid UTF-8, what chardet says of the bytes without tags (on raw markup it is right half as
 * often), windows-1252. Gzip is recognised by its first bytes, as some servers send `.xml.gz` undeclared; throws a
 * RangeError or a zlib error when it is larger than 20 MB or damaged.
 */
export function decode(bytes: Uint8Array, contentType: string | null = null): string {
  const raw =
    bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: maxUnzippedBytes }) : bytes
  const data = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const mark = byteOrderMarks.find(([, start]) => start.every((byte, i) => data[i] === byte))
  if (mark) return iconv.decode(data, mark[0])
  const declared = known(contentType?.match(/charset\s*=\s*["']?([\w:.-]+)/i)?.[1]) ?? declaredInside(data)
  const utf8 = declared === null || isUtf8(declared) ? asUtf8(data) : null
  if (utf8 !== null) return utf8
  // A document that declares UTF-8 and is not has mostly been cut or joined: one bad byte must not garble the rest.
  if (declared !== null && isUtf8(declared) && mostlyUtf8(data)) return data.toString('utf8')
  if (declared !== null && !isUtf8(declared)) return iconv.decode(data, declared)
  return iconv.decode(data, known(detect(withoutTags(data.subarray(0, sampleBytes)))) ?? 'windows-1252')
}

function known(name: string | null | undefined): string | null {
  if (!name || !iconv.encodingExists(name)) return null
  // What calls itself Latin-1 on the web is windows-1252, GB2312 is GBK (WHATWG Encoding, section 4.2).
  if (/^(iso-?8859-?1|latin-?1|us-ascii|ascii)$/i.test(name)) return 'windows-1252'
  return /^gb(2312|k)|^x-gbk/i.test(name) ? 'gb18030' : name
}

function isUtf8(name: string): boolean {
  return /^utf-?8$/i.test(name)
}

/** What the document says of itself; UTF-16 without a mark is told by its zero bytes. */
function declaredInside(data: Buffer): string | null {
  if (data[0] === 0x3c && data[1] === 0) return 'utf-16le'
  if (data[0] === 0 && data[1] === 0x3c) return 'utf-16be'
  const head = data.toString('latin1', 0, declarationBytes)
  const name =
    /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w:.-]+)/i.exec(head)?.[1] ??
    /<meta[^>]+charset\s*=\s*["']?([\w:.-]+)/i.exec(head)?.[1]
  // The declaration could be read byte by byte, so it cannot be UTF-16 whatever it says.
  return name && /^utf-?(16|32)/i.test(name) ? null : known(name)
}

function asUtf8(data: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data)
  } catch {
    return null
  }
}

function mostlyUtf8(data: Buffer): boolean {
  const text = data.toString('utf8')
  const broken = text.split('\uFFFD').length - 1
  const foreign = text.match(/[^\0-\x7F]/g)?.length ?? 0
  return broken * 10 < foreign
}

/** chardet counts letters; markup would drown them. */
function withoutTags(data: Buffer): Buffer {
  return Buffer.from(data.toString('latin1').replace(/<[^<>]*>/g, ' '), 'latin1')
}
