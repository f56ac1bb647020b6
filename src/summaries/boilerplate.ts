import { countWords } from '../search/text/words.js'
import { viewOf } from './view-of.js'

/** How a sentence ends, in all scripts that end sentences with a sign. */
export const sentenceEnd = /[.!?…。！？｡।॥؟۔።][\s"'”’»」』)）\]*`]*$/u

/** Lines around an article rather than of it, as feeds and scraped pages have them. */
const patterns = [
  // Labels of a page: "PUBLISHED: 14:11", "Source: …", "Foto: …", "责任编辑：…".
  /^(?:by|published|updated|created|posted|last (?:updated|modified)|release time|source|author|written by|reported by|editor|editing by|reporting by|photos?|image|picture|caption|pictured|video|advertisement|related|tags?|share|filed under|topics?)\s*[:.|]/i,
  /^(?:foto|bild|quelle|von|veröffentlicht|aktualisiert|stand|anzeige|autor|crédits?|photo|publié|mis à jour|fuente|publicado|fonte)\s*:/i,
  /^(?:责任编辑|编辑|来源|作者|记者|图片来源|图源|摄影|发布时间|更新时间|原标题|標題|来源于|關鍵字|关键词|相关阅读|写真|撮影|画像|関連記事)\s*[:：／/]/,
  // Invitations.
  /^(?:click|tap) (?:here|on|to|below)\b|^(?:scroll down|read (?:more|next|also|the full)|sign up|subscribe|follow (?:us|@)|share (?:this|on)|like us|watch (?:the|this|below)|listen to (?:the|this)|download (?:the|our) app|see also|continue reading|more on this|you (?:can|may) also (?:read|like)|for more (?:information|on this|news)|log ?in|register (?:now|here)|skip to|jump to|back to top|comments? (?:are|is) closed|leave a comment|loading|please enable javascript)\b/i,
  /^(?:mehr zum thema|lesen sie (?:auch|hier|mehr)|hier (?:klicken|geht es|lesen)|jetzt (?:abonnieren|anmelden|registrieren)|newsletter|teilen sie|folgen sie|lire aussi|à lire aussi|cliquez ici|abonnez-vous|partager|lea también|haga clic|suscríbase|compartir|leggi anche|clicca qui)(?![\p{L}])/iu,
  /^(?:点击|扫描二维码|扫码|关注(?:我们|微信)|分享到|点此|更多内容|阅读全文|返回搜狐|続きを読む|こちらをクリック|シェア)/,
  // Notices of a site.
  /\b(?:all rights reserved|privacy policy|terms of (?:use|service)|cookie (?:policy|settings|preferences)|(?:uses?|accept(?:ing)?|manage|of|reject|store) (?:all )?cookies|may not be (?:published, )?(?:broadcast|rewritten|redistributed|reproduced)|affiliate (?:links?|commission)|unsubscribe)\b/i,
  /(?:verwende[nt]|setz(?:t|en)|akzeptier\w{1,10}|nutz(?:t|en)) (?:\w{1,30} ){0,3}cookies|datenschutzerklärung|alle rechte vorbehalten|tous droits réservés|utilis\w{1,10} (?:\w{1,30} ){0,3}cookies|todos los derechos reservados/i,
  /版权所有|未经(?:授权|许可)|转载请注明|使用\s*cookie|无断转载|無断転載/i,
  /^(?:copyright|©|\(c\) ?\d{4})/i,
  // "14:11 EST, 25 October 2013", "LONDON, March 3 (Wire) –", "— Wire".
  /^\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\.?,?\s*)?(?:[A-Z]{2,4}|Uhr)\b/,
  /^[\p{Lu}\s.,'-]{3,40}(?:,\s*\p{L}+\.?\s*\d{1,2}(?:,\s*\d{4})?)?\s*(?:\([^)]{1,30}\)\s*)?[-–—]*\.?$/u,
]
/** "By Ada Quill and Tom Reed." and nothing else; "By noon the storm had passed." is a sentence. */
const byline = /^(?:[Bb]y|Von|Par|Por)(?: (?:\p{Lu}[\p{L}.'’-]*,?|and|for|und|et|y)){1,8}$/u
const fewestWords = 3

/** Whether a sentence is furniture of a page: a label, an invitation, a notice, a byline, or no sentence at all. */
export function isBoilerplate(sentence: string): boolean {
  // Headings ("1、 Aims"), teasers and link lists end without a full stop.
  if (!sentenceEnd.test(sentence)) return true
  return countWords(sentence) < fewestWords || isFurniture(sentence)
}

/** The same without asking for a full stop. */
export function isFurniture(line: string): boolean {
  const view = viewOf(line).replace(/\s+/g, ' ')
  return byline.test(view) || patterns.some((pattern) => pattern.test(view))
}
