import { isUtf8 } from 'node:buffer'
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
 * The text of a document. Its encoding is, in this order: byte order mark, the zero bytes of UTF-16 and UTF-32, HTTP
 * charset, XML or HTML declaration, UTF-8 if the bytes are valid UTF-8, what chardet says of the bytes without tags
 * (on raw markup it is right half as often), windows-1252. Gzip is recognised by its first bytes, as some servers send
 * `.xml.gz` undeclared; throws a RangeError or a zlib error when it is larger than 20 MB or damaged.
 */
export function decode(bytes: Uint8Array, contentType: string | null = null): string {
  const raw =
    bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: maxUnzippedBytes }) : bytes
  const data = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  return withoutControls(iconv.decode(data, encodingOf(data, contentType)))
}

function encodingOf(data: Buffer, contentType: string | null): string {
  const mark = byteOrderMarks.find(([, start]) => start.every((byte, i) => data[i] === byte))
  const wide = mark?.[0] ?? wideEncoding(data)
  if (wide) return wide
  const http = known(contentType?.match(/charset\s*=\s*["']?([\w:.-]+)/i)?.[1])
  const claims = [http, declaredInside(data)].filter((name) => name !== null)
  const [first = 'utf-8'] = claims
  // Latin-1 is also what servers say that do not know; no text in it is valid UTF-8 by chance.
  if ((isUtf8Name(first) || first === 'windows-1252') && isUtf8(data)) return 'utf-8'
  // A document that declares UTF-8 and is not has mostly been cut or joined: one bad byte must not garble the rest.
  if (claims.length > 0 && isUtf8Name(first) && mostlyUtf8(data)) return 'utf-8'
  const other = claims.find((name) => !isUtf8Name(name))
  return other ?? detected(data) ?? 'windows-1252'
}

/** chardet counts letters; markup would drown them. */
function detected(data: Buffer): string | null {
  const letters = withoutTags(data.subarray(0, sampleBytes))
  if (isThai(letters)) return 'windows-874'
  const name = known(detect(letters))
  // KOI8-U has Ukrainian letters where KOI8-R has lines for drawing boxes, and is the same otherwise (RFC 2319).
  return name?.toLowerCase() === 'koi8-r' ? 'koi8-u' : name
}

/**
 * Thai, which chardet does not know, has one byte a letter, so that some runs of letters are odd; all of them are Thai,
 * the marks above and below (vowels, tones) follow a letter and no mark of their own kind, and the vowels written
 * before a consonant are followed by one. Chinese, Japanese and Korean have two bytes a character.
 */
function isThai(data: Buffer): boolean {
  const text = data.toString('latin1')
  const marks = text.match(/[\xd1\xd4-\xda\xe7-\xee]/g)?.length ?? 0
  const hasOddRun = /(?<![\x80-\xff])(?:[\x80-\xff]{2})*[\x80-\xff](?![\x80-\xff])/.test(text)
  const misspelled =
    /[\x80-\xa0\xdb-\xde\xfc-\xff]|(?<![\xa1-\xce\xd1\xd4-\xda\xe7-\xee])[\xd1\xd4-\xda\xe7-\xee]|[\xe0-\xe4](?![\xa1-\xce])|[\xd1\xd4-\xda]{2}|[\xe8-\xeb]{2}/
  return marks >= 3 && hasOddRun && !misspelled.test(text)
}

/** XML without a mark begins with `<` and the zero bytes of its encoding (XML 1.0, appendix F). */
function wideEncoding(data: Buffer): string | null {
  const [a, b, c, d] = data
  if (a === 0x3c && b === 0) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le'
  if (a === 0 && b === 0x3c) return 'utf-16be'
  return a === 0 && b === 0 && c === 0 && d === 0x3c ? 'utf-32be' : null
}

/**
 * The controls U+0080 to U+009F are in no text: they were windows-1252 punctuation that somebody took for Latin-1. Read
 * as browsers read the character references of these numbers.
 */
function withoutControls(text: string): string {
  return text.replace(/[\x80-\x9f]/g, (control) =>
    iconv.decode(Buffer.from(control, 'latin1'), 'windows-1252'),
  )
}

function known(name: string | null | undefined): string | null {
  if (!name || !iconv.encodingExists(name)) return null
  // What calls itself Latin-1 on the web is windows-1252, GB2312 is GBK (WHATWG Encoding, section 4.2).
  if (/^(iso-?8859-?1|latin-?1|us-ascii|ascii)$/i.test(name)) return 'windows-1252'
  return /^gb(2312|k)|^x-gbk/i.test(name) ? 'gb18030' : name
}

function isUtf8Name(name: string): boolean {
  return /^utf-?8$/i.test(name)
}

/** What the document says of itself. */
function declaredInside(data: Buffer): string | null {
  const head = data.toString('latin1', 0, declarationBytes)
  const name =
    /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w:.-]+)/i.exec(head)?.[1] ??
    /<meta[^>]+charset\s*=\s*["']?([\w:.-]+)/i.exec(head)?.[1]
  // The declaration could be read byte by byte, so it cannot be UTF-16 whatever it says.
  return name && /^utf-?(16|32)/i.test(name) ? null : known(name)
}

function mostlyUtf8(data: Buffer): boolean {
  const text = data.toString('utf8')
  const broken = text.split('\uFFFD').length - 1
  const foreign = text.match(/[^\0-\x7F]/g)?.length ?? 0
  return broken * 10 < foreign
}

function withoutTags(data: Buffer): Buffer {
  return Buffer.from(data.toString('latin1').replace(/<[^<>]*>/g, ' '), 'latin1')
}
