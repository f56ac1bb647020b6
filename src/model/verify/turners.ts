/**
 * Words that turn what a sentence says although they stand anywhere in it: a claim has to have them too. By language;
 * those of English also for languages without a list.
 */
const restrictors: Record<string, string> = {
  en: `except(?:ing|ed|ions?)?|exclud\\w+|apart from|other than|but for|save for|(?<!not )only|solely|exclusively
    |against|oppos\\w+|reject\\w*|refus\\w*|almost|nearly|virtually|practically|close to|on the verge
    |(?:would|should|must|need)(?:n['’]t| not)? have|would['’]ve|as (?:if|though)|alleg\\w+|accus\\w+|suspicions?
    |charge[sd]? (?:that|with|of)|instead of|rather than|cancel\\w*|abandon\\w*|scrapp\\w+|prevent\\w*|avoid\\w*|avert\\w*
    |prohibit\\w*|forb[ai]d\\w*|forgot\\w*|neglect\\w*|whether|ruled? out|far from|(?<!a )few|all but
    |too(?= \\w+ (?:to|for))|(?<=^|[.;] )(?:had|were|should)|bans?|banned|banning|block(?:s|ed|ing)|halt\\w*|stopped|stopping`,
  de: `außer|ausgenommen|nur|lediglich|ausschließlich|gegen|beinahe|fast|nahezu|angeblich\\w*|vermeintlich\\w*|vorwürfe?n?
    |lehnt\\w*|ablehn\\w*|abgelehnt|verhinder\\w*|statt|anstatt|hätten?|wären?`,
  fr: `sauf|excepté|hormis|seuls?|seules?|seulement|uniquement|contre|presque|accus\\w+|soupçon\\w*|rejet\\w*|refus\\w*|empêch\\w*
    |annul\\w*|au lieu|aurai\\w+|serai\\w+`,
  es: `salvo|excepto|s[oó]lo|solamente|únicamente|contra|casi|acus\\w+|sospech\\w+|rechaz\\w+|impid\\w+|cancel\\w+|en vez
    |habr[ií]a\\w*`,
}

/** Words that say of something else that it is not so, perhaps behind it. */
const rebuttals: Record<string, string> = {
  en: `false(?:ly|hoods?)?|untrue|wrong(?:ly)?|incorrect(?:ly)?|mistaken(?:ly)?|erroneous(?:ly)?|inaccurate(?:ly)?|myths?
    |rumou?r(?:s|ed)?|hoax\\w*|faked?|fabricat\\w+|invent(?:ed|ions?)|fiction\\w*|satir\\w+|baseless|groundless|unfounded
    |a lie|lied|debunk\\w*|disprov\\w+|refut\\w+|rebut\\w*|disagree\\w*|disput\\w+|contradict\\w*|contrary|doubt\\w*
    |den(?:y|ies|ied|ying|ials?)|dismiss\\w*|retract\\w*|recant\\w*|withdr[ae]w\\w*|clear(?:ed|s)? (?:\\w+ ){0,3}of|made up|tales?|legends?|novels?|dream\\w*|in the (?:film|movie|play|story|game)|acquit\\w*
    |exonerat\\w*|quash\\w*|overturn\\w*|annul\\w*|nonsense|no truth|supposed(?:ly)?|purported(?:ly)?|pretend\\w*`,
  de: `falsch\\w*|unwahr\\w*|irrtümlich\\w*|fälschlich\\w*|gerüchte?n?|mythos|märchen|lüge|erfunden\\w*|dementier\\w*|bestreite\\w*
    |bestritt\\w*|widerspr[aeio]ch\\w*|widerleg\\w*|widerruf\\w*|freigesprochen|zurückgewiesen|wies\\w*`,
  fr: `faux|fausses?|faussement|à tort|rumeurs?|mythe|mensonge|démen\\w+|ni(?:e|é|ent)|contest\\w+|rétract\\w+|acquitt\\w*|infond\\w+`,
  es: `fals[oa]s?|falsamente|erróne\\w+|rumor\\w*|mito|mentira|bulo|desm[ie]\\w+|niega\\w*|neg(?:ó|aron)|retract\\w+|absuel\\w+|absolvi\\w+`,
}

const hanRestrictors =
  /(?<![拆清解免删刪排废廢消])除(?![夕名湿濕])|除外|[仅僅]|(?<![\d一二两兩三四五六七八九十几幾])只(?!要)|反[对對]|几乎|幾乎|差一?[点點]|[险險]些|本[应應来來]|要不是|取消|禁止|拒[绝絕]|涉嫌|指控|指[责責]/g
const hanRebuttals =
  /[谣謠]言|[传傳][言闻聞]|[据據][传傳]|有人[说說]|假的|[并並]非(?:如此|[事实實])|不[实實]|[虚虛]假|假新[闻聞]|[误誤][传傳]|[辟闢][谣謠]|否[认認]|[驳駁]回|[驳駁]斥|撤回|撤[销銷]|澄清|[无無]罪|[错錯][误誤]|杜撰|捏造|不同意/g

/** "Some say …": what people say is not so by itself. */
const hearsay =
  /\b(?:some|many|critics|opponents|sceptics|skeptics|residents|observers|others|people|locals|neighbou?rs|theorists)(?: \w+){0,2}? (?:say|says|said|think|thinks|thought|believed?|argued?|suggest(?:ed)?|insist(?:ed)?|maintain(?:ed)?)\b/gi

/** A sentence that speaks of the one before. */
const backward =
  /^\W*(?:(?:but|however|yet|still|in fact),? )?(?:that|this|it|these|those|both|neither|the (?:claim|report|rumou?r|allegation|accusation|story|statement)s?)\b|\b(?:it|this|that|these|those|them|the (?:claim|report|rumou?r|allegation|accusation|story)s?)\W*$|^但?(?:[这這此该該那]|上述)/i

export interface Stretch {
  start: number
  end: number
}

/** Where a text has words that turn or restrict what is around them. */
export function findRestrictors(text: string, language: string | null | undefined): Stretch[] {
  return [...stretches(text, patternOf(restrictors, language)), ...stretches(text, hanRestrictors)]
}

/** Where a text says that something is not so, or is only said. */
export function findRebuttals(text: string, language: string | null | undefined): Stretch[] {
  return [patternOf(rebuttals, language), hanRebuttals, hearsay].flatMap((each) => stretches(text, each))
}

/** Whether a sentence takes back the one before: "That is false." */
export function takesBack(text: string, language: string | null | undefined): boolean {
  return backward.test(text) && findRebuttals(text, language).length > 0
}

function patternOf(lists: Record<string, string>, language: string | null | undefined): RegExp {
  const list = lists[language || 'en'] ?? lists.en ?? ''
  return new RegExp(
    `(?<![\\p{L}-])(?:${list.replace(/\n\s*/g, '').replaceAll('\\w', '\\p{L}')})(?!\\p{L})`,
    'giu',
  )
}

function stretches(text: string, pattern: RegExp): Stretch[] {
  return [...text.matchAll(pattern)].map(({ 0: { length }, index }) => ({
    start: index,
    end: index + length,
  }))
}
