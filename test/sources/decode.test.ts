import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { decode } from '../../src/sources/decode.js'

const cyrillic = 'Трамвай вышел из депо на рассвете и вернулся поздно вечером. '.repeat(5)

describe('the encoding of a document', () => {
  it.each([
    [
      'its byte order mark, whatever else is said',
      iconv.encode('é', 'utf16le', { addBOM: true }),
      'text/xml; charset=utf-8',
      'é',
    ],
    [
      'the HTTP charset before the declaration',
      iconv.encode('<?xml version="1.0" encoding="iso-8859-1"?>я', 'windows-1251'),
      'text/xml; charset=windows-1251',
      '<?xml version="1.0" encoding="iso-8859-1"?>я',
    ],
    [
      'the XML declaration',
      iconv.encode('<?xml version="1.0" encoding="windows-1251"?>я', 'windows-1251'),
      null,
      '<?xml version="1.0" encoding="windows-1251"?>я',
    ],
    [
      'the HTML declaration',
      iconv.encode('<meta charset="gb2312">中', 'gbk'),
      null,
      '<meta charset="gb2312">中',
    ],
    ['UTF-8 if the bytes are', Buffer.from('naïve 中'), null, 'naïve 中'],
    [
      'what the letters between the tags look like',
      iconv.encode(`<description>${cyrillic}</description>`, 'windows-1251'),
      null,
      `<description>${cyrillic}</description>`,
    ],
    [
      'windows-1252 for what calls itself Latin-1',
      Buffer.from([0x93, 0x78, 0x94]),
      'text/html; charset=iso-8859-1',
      '“x”',
    ],
  ])('is %s', (_name, bytes, contentType, text) => {
    expect(decode(bytes, contentType)).toBe(text)
  })

  it('is found inside gzip, which is recognised by its first bytes and bounded', () => {
    expect(decode(gzipSync('words'))).toBe('words')
    expect(() => decode(gzipSync(Buffer.alloc(21_000_000)))).toThrow()
  })

  it('is UTF-8 with one broken character when a document was cut inside it', () => {
    const bytes = Buffer.from(`<?xml version="1.0" encoding="utf-8"?>${'é'.repeat(50)}`)
    expect(decode(bytes.subarray(0, -1))).toContain('é'.repeat(49))
  })
})
