import { eld } from 'eld/extrasmall'

/** Languages whose name differs between what pages declare and what we store (BCP 47 primary language). */
const renamed: Readonly<Record<string, string>> = {
  iw: 'he',
  in: 'id',
  ji: 'yi',
  cn: 'zh',
  jp: 'ja',
  nb: 'no',
  nn: 'no',
}
/** More words do not make the answer better, only later. */
const sampleLength = 1000
/** Below this eld guesses; letters of a script that one language uses are enough all the same. */
const minLetters = 12

/** The primary language of a tag such as `en-US`, `zh_CN` or `EN`; null for anything else. */
export function primaryLanguage(tag: string | null | undefined): string | null {
  const primary = /^\s*([a-z]{2,3})(?:[-_][\w-]+)?\s*$/i.exec(tag ?? '')?.[1]?.toLowerCase()
  if (!primary || primary === 'und' || primary === 'mul') return null
  return renamed[primary] ?? primary
}

/** The language a text is written in, as a primary BCP 47 tag, or null when it is too short or undecided. */
export function detectLanguage(text: string): string | null {
  const sample = text.slice(0, sampleLength)
  const letters = sample.match(/\p{L}/gu) ?? []
  const han = letters.filter((letter) => /\p{Script=Han}/u.test(letter)).length
  const kana = letters.some((letter) => /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(letter))
  if (han >= 4 && han * 2 > letters.length && !kana) return 'zh'
  if (letters.length < minLetters) return null
  return primaryLanguage(eld.detect(sample).language)
}
