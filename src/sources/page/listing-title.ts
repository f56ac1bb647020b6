import { oneLine } from '../text/clean-text.js'
import { withoutAge } from './listing-date.js'
import { teaserLabel } from './page-phrases.js'

const maxTitle = 500
/** Link texts that name no article. */
const generic = new RegExp(
  `^(?:${[
    'more|more info(?:rmation)?|details?|view|view (?:more|details|article|post|all)|open|learn more|find out more|full (?:story|article|text)',
    'discover|discover more|explore|go|here|click here|link|permalink|next|previous|older(?: posts| entries)?|newer(?: posts| entries)?|all|show (?:more|all)|load more',
    'continue|continue reading.*|download|download pdf|pdf|watch|listen|play|video|photos?|gallery|share|print|comments?|leave a comment|reply|new|image|thumbnail',
    'mehr|mehr (?:erfahren|lesen|infos?|anzeigen)|weiter|zum artikel|zur meldung|ansehen|zurück|alle|artikel lesen',
    "plus|en savoir plus|suite|lire|lire l['’]article|voir(?: plus| tout)?|suivant|précédent|détails",
    'más|más información|ver|ver (?:más|todo|todos)|leer|siguiente|anterior|saber más|mais|ler mais|ver mais|próxim[oa]',
    'leggi|leggi tutto|vai|scopri(?: di più)?|continua(?: a leggere)?|avanti|indietro|meer|bekijk|volgende|vorige|läs|mer|lisää|więcej|dalej|czytaj|více|tovább',
    'подробнее|далее|читать|ещё|еще|все|все новости|докладніше|daha fazla|devamı',
    '更多|详情|詳情|详细|查看|查看详情|阅读|下一页|上一页|首页|末页|尾页|了解更多|more\\s*[>+]*|もっと見る|詳細|詳しく(?:見る)?|続きを読む|次へ|前へ|一覧|더보기|자세히(?: 보기)?|다음|이전',
    'المزيد|اقرأ المزيد|קרא עוד|और पढ़ें|xem thêm|selengkapnya',
    '\\d+|\\d+ ?(?:comments?|kommentare?|commentaires?|comentarios?|commenti|reacties|views?|likes?|shares?|replies|评论|評論|コメント|댓글)',
    '\\d+ ?(?:min|minutes?)\\.?(?: read)?|no comments|keine kommentare|aucun commentaire|sin comentarios',
  ].join('|')})$`,
  'iu',
)
const shortLabel = 30
/** Counters beside a title differ from one reading to the next. */
const counter =
  /\s*(?:[([]\s*\d{1,3}(?:[.,]\d{3})?\s*[)\]]|[·•|–-]\s*\d+ (?:comments?|kommentare?|commentaires?|comentarios?|views?|reads?|评论))$/iu
const dateFirst =
  /^[[(]?(?:(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d)[\])]?[\s:–—|-]+/u
const dateLast =
  /[\s–—|(（[-]+(?:(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d|(?:19|20)\d\d年\d{1,2}月\d{1,2}日)[)）\]]?$/u
const bullet = /^[\s•·▪■◆◇►▶→»›>*+–—-]+|[\s→»›>]+$/gu

/** A title without what changes while the article stays the same: age, counters, dates and signs at its edges. */
export function cleanTitle(text: string): string {
  const line = oneLine(text, maxTitle).replace(bullet, '')
  const bare = withoutAge(line)
    .replace(dateFirst, '')
    .replace(dateLast, '')
    .replace(counter, '')
    .replace(bullet, '')
  return bare === '' ? line : bare
}

/** Whether words name no article: "Read more", "Next", "12 comments". */
export function isGenericTitle(text: string): boolean {
  const bare = text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
  return (
    bare === '' ||
    generic.test(bare) ||
    (bare.length < shortLabel && teaserLabel.test(bare) && !/\s\S+\s\S+\s\S+/.test(bare))
  )
}

/** Its length in letters; a Chinese, Japanese or Korean character says about as much as three. */
export function weightOf(text: string): number {
  const wide =
    text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0
  return text.length + wide * 2
}
