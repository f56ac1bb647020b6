import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { decode } from '../../../src/sources/text/decode.js'

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

  it.each([
    ['utf16le', 'no mark and a wrong HTTP charset', 'text/xml; charset=utf-8'],
    ['utf16be', 'no mark', null],
    ['utf32le', 'no mark', null],
    ['utf32be', 'no mark', 'text/xml; charset=iso-8859-1'],
  ])('is %s by its zero bytes where it has %s', (encoding, _how, contentType) => {
    expect(decode(iconv.encode('<rss>я中</rss>', encoding), contentType)).toBe('<rss>я中</rss>')
  })

  it('is UTF-8 where the bytes are, though the server says Latin-1 as servers do that do not know', () => {
    expect(decode(Buffer.from('<rss>é</rss>'), 'text/xml; charset=ISO-8859-1')).toBe('<rss>é</rss>')
  })

  it('is the declared one where the server says UTF-8 and the bytes are not', () => {
    const text = `<?xml version="1.0" encoding="windows-1250"?>Zażółć gęślą jaźń`
    expect(decode(iconv.encode(text, 'windows-1250'), 'text/xml; charset=utf-8')).toBe(text)
  })

  it.each([
    ['gb18030', '国家主席周一在北京会见了来访的外国代表团，双方就经济合作问题交换了意见。'],
    ['big5', '總統週一在台北會見了來訪的外國代表團，雙方就經濟合作問題交換了意見。'],
    ['shift_jis', '首相は月曜日、東京で記者会見を行い、新しい経済政策について説明した。'],
    ['euc-jp', '首相は月曜日、東京で記者会見を行い、新しい経済政策について説明した。'],
    ['euc-kr', '대통령은 월요일 서울에서 기자회견을 열고 새로운 경제 정책을 설명했다.'],
    ['koi8-r', 'Президент в понедельник встретился в Москве с иностранной делегацией.'],
    ['koi8-u', 'Президент у понеділок зустрівся в Києві з іноземною делегацією їхніх друзів.'],
    ['windows-1253', 'Ο πρωθυπουργός συναντήθηκε τη Δευτέρα στην Αθήνα με ξένη αντιπροσωπεία.'],
    ['windows-1255', 'ראש הממשלה נפגש ביום שני בירושלים עם משלחת זרה ודן בשיתוף פעולה כלכלי.'],
    ['windows-874', 'นายกรัฐมนตรีพบกับคณะผู้แทน ต่างประเทศที่กรุงเทพเมื่อวันจันทร์ พบกับ'],
  ])('is %s where nothing says so but the letters', (encoding, sentence) => {
    const text = `<rss><channel><item><description>${sentence}</description></item></channel></rss>`
    expect(decode(iconv.encode(text, encoding))).toBe(text)
  })

  it('was windows-1252 where controls stand for punctuation', () => {
    expect(decode(Buffer.from('don\u0092t \u0085 é'))).toBe('don’t … é')
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
