const signs = '[^\\p{L}\\p{N}]*'

/**
 * A pattern for lines that begin with one of the phrases; signs before it (arrows, brackets) do not count. A phrase ends
 * with its word in scripts that have capitals: the others often do without spaces.
 */
function lineStart(...phrases: string[]): RegExp {
  const wordEnd = '(?:(?<![\\p{Ll}\\p{Lu}])|(?![\\p{Ll}\\p{Lu}]))'
  return new RegExp(`^${signs}(?:${phrases.join('|')})${wordEnd}`, 'iu')
}

/** Labels of links to other pages, in the languages of the larger news sites. */
export const teaserLabel = lineStart(
  'read (?:more|also|next|on)|also (?:read|on)|see (?:also|more)|more (?:on|from|stories|news|about|great|like)',
  "related|don['’]t miss|must[- ]read|recommended|you (?:may|might) also|what to read next|continue reading",
  'watch(?: now| this| also)?:|trending|most (?:read|popular)|in case you missed',
  'lire (?:aussi|plus|la suite|également)|à lire|voir aussi|sur le même sujet',
  'leggi (?:anche|di più|tutto)|ti potrebbe interessare',
  '(?:lea|lee|leer|ver|mira|vea|sigue leyendo) (?:también|además|más)|te puede interesar',
  '(?:leia|veja|saiba|confira) (?:também|mais)',
  'lesen sie (?:auch|mehr)|mehr zum thema|mehr (?:dazu|lesen)|siehe auch|auch interessant|weiterlesen',
  'lees (?:ook|meer|verder)|läs (?:också|mer|även)|les (?:også|mer)|læs (?:også|mere)|lue (?:myös|lisää)',
  '(?:czytaj|zobacz|przeczytaj) (?:też|także|również|więcej)|čtěte (?:také|více)|přečtěte si|cite[sș]te [sș]i',
  'читайте (?:также|еще|ещё|також)|читать (?:также|далее|ещё)|смотрите также|по теме',
  'διαβάστε (?:επίσης|ακόμα|περισσότερα)|ilgili haber|devamını oku',
  'baca (?:juga|selengkapnya)|simak juga|xem thêm|đọc thêm|อ่าน(?:เพิ่มเติม|ต่อ)|(?:यह|ये) भी पढ़ें',
  '相关(?:阅读|新闻|文章|链接|推荐|报道)|相關(?:閱讀|新聞|文章)|延伸(?:阅读|閱讀)|推[荐薦](?:阅读|閱讀)|阅读(?:全文|更多|原文)',
  '関連(?:記事|ニュース|リンク)|あわせて読みたい|続きを読む|관련\\s?(?:기사|뉴스)',
  'اقرأ (?:أيضا|أيضًا|المزيد)|קראו (?:גם|עוד)',
)

/** Whole lines that pages print between paragraphs, never a sentence of the article. */
export const notice = new RegExp(
  `^${signs}(?:${[
    'comments?|top|back to top|share|print|email|close|tweet|read more|skip to (?:main )?content',
    'advertisement|advertising|sponsored(?: content)?',
    '(?:article|story) continues(?: below)?(?: (?:this ad|advertisement))?',
    'anzeige|werbung|publicité|publicidad|pubblicità|publicidade|advertentie|annons|annonse|annonce',
    'reklama|реклама|广告|廣告|広告|광고',
  ].join('|')})${signs}$`,
  'iu',
)

/** Lines that ask for something. */
export const request = lineStart(
  'subscribe|sign up|follow (?:us|me)|click here',
  'abonnez-vous|inscrivez-vous|suscr[ií]bete|assine|inscreva-se|iscriviti|jetzt abonnieren|abonnieren',
  'подпи(?:шитесь|сывайтесь)',
)

/** Lines below an article: rights, requests, tags, where it was printed first. */
export const closing = lineStart(
  '©|\\(c\\)|copyright (?:©|\\(c\\)|by|\\d+)|all rights reserved|this (?:document|material) (?:is subject|may not)',
  'tous droits réservés|alle rechte vorbehalten|tutti i diritti|todos los derechos|todos os direitos|все права',
  "follow (?:us|me|him|her|@|ap['’]s|\\w+ \\w+ on)|subscribe|sign up|click here|want more|get (?:access|our|the latest)",
  'share (?:this|on|it)|like (?:this|us on)|liked this|enjoyed this',
  'tags?:|filed under|categor(?:y|ies):|posted in|topics:|leave a (?:comment|reply)|\\d+ comments?',
  'originally published|published (?:on|in|by)|citation:|about the author|image credits?:|photo(?: credit)?s?:',
)

const byWord = '[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]i|[Dd]oor|[Aa]v|[Aa]f|[Oo]d|Автор:?|文/|作者[:：]|[記记]者'
const name = "[\\p{Lu}\\p{Lo}][\\p{L}.'’-]*"
const between = '(?:[\\s,|&]|and |und |et |y |e )+'
const byline = new RegExp(`^${signs}(?:${byWord})\\s*${name}(?:${between}${name}){0,7}$`, 'u')

const year = '(?:19|20)\\d\\d'
const month = `(?:${[
  'jan|feb|fev|fév|mar|mär|apr|avr|abr|may|mai|mag|jun|juin|giu|jul|juil|lug|aug|août|ago|sep|set',
  'oct|okt|out|ott|nov|dec|dez|déc|dic|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек',
].join('|')})\\p{L}*\\.?`
const date = new RegExp(
  [
    `\\b\\d{1,2}(?:st|nd|rd|th|\\.)? ?(?:de )?${month},? (?:de )?${year}`,
    `(?<!\\p{L})${month} \\d{1,2},? ${year}`,
    `\\b\\d{1,2}([./-])\\d{1,2}\\1(?:${year}|\\d\\d)\\b`,
    `\\b${year}([./-])\\d{1,2}\\2\\d{1,2}\\b`,
    `${year}年\\d{1,2}月\\d{1,2}日`,
  ].join('|'),
  'iu',
)
const maxDatelineLength = 120

/** Whether a line says who wrote an article or when it was published. A sentence that names a day does not. */
export function isDateline(line: string): boolean {
  if (line.length > maxDatelineLength || /(?<![ap]\.m)[.!?。]$/i.test(line)) return false
  return byline.test(line) || date.test(line)
}
