/**
 * Titles of what appears every day or week: two weather reports share nearly every word and tell no news. Such
 * formats announce themselves at the title's beginning; "Severe weather kills two" is news.
 */
const formats: Record<string, string[]> = {
  en: [
    '(?:the |today.s |weekend |local )?weather(?: forecast| report| outlook| today| tomorrow)?(?= for | on |:| -| –|$)',
    '(?:the )?(?:\\w+ )?(?:briefing|newsletter|round-?up|digest|recap)\\b',
    '(?:what you need to know|things to know|\\w+ things to know)\\b',
    '(?:live|live ?blog|live updates?|as it happened)\\s*[:|–—-]',
    '(?:stocks?|shares|markets?|wall street) (?:opens?|closes?|ends?|rises?|falls?|slips?|gains?|mixed|report|wrap|update)\\b',
    '(?:daily |weekly )?(?:horoscopes?|crossword|sudoku|quiz|puzzle|lotto|lottery|obituaries|traffic report|podcast)\\b',
    '(?:in pictures|photos of the (?:day|week)|the week in|this week in|on this day|letters? to the editor)\\b',
    '(?:tv (?:tips|guide|tonight)|what.s on)\\b',
  ],
  de: [
    '(?:das |unser )?wetter(?:bericht|vorhersage)?(?= am | heute| morgen| in | für |:| -| –|$)',
    '(?:horoskop|kreuzworträtsel|sudoku|quiz|lotto(?:zahlen)?|podcast|leserbriefe?|tv-tipps?|fernsehtipps?)\\b',
    '(?:börse|dax|marktbericht|wochenrückblick|presseschau|tagesrückblick)\\b(?=:| am | im | schließt| –| -)',
    '(?:live-?ticker|newsticker|live-?blog|morgen-?briefing|nachrichten am (?:morgen|abend)|bilder (?:des tages|der woche))\\b',
  ],
  fr: [
    '(?:la )?météo(?= du | de | à |\\s*[:–-]|$)',
    '(?:horoscope|mots croisés|sudoku|quiz|loto|podcast|courrier des lecteurs|revue de presse|programme tv)\\b',
    '(?:en direct|direct|le point|l.essentiel de l.actualité|la matinale|en images)\\s*[:|–—-]',
    '(?:la )?bourse(?: de paris)?(?=\\s*:| clôture| termine| ouvre)',
  ],
  es: [
    '(?:el tiempo|pronóstico del tiempo|previsión del tiempo)(?= hoy| en | para | de |:|$)',
    '(?:horóscopo|crucigrama|sudoku|lotería|cartas al director|en imágenes|en directo|resumen (?:del día|de la semana))\\b',
  ],
}

/** Chinese and Japanese put no spaces between words, and brackets around the name of a column. */
const spaceless =
  '[【\\[［(（]?(?:今日天气|明日天气|天气预报|一周天气|早报|晚报|早间新闻|每日一签|星座运势|今日运势|双色球|大乐透|彩票开奖|收评|早盘|午评|股市|图片故事|直播|今日の天気|明日の天気|天気予報|今日の運勢|占い|宝くじ)'

const format = new RegExp(`^\\s*(?:${Object.values(formats).flat().join('|')})|^\\s*${spaceless}`, 'iu')

/** Whether a title names a format that recurs (weather, market report, briefing, puzzle) rather than an event. */
export function isRecurring(title: string): boolean {
  return format.test(title)
}
