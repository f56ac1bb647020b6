/** A language as those who speak it call it: "Deutsch", "简体中文". Chinese is told apart by how it is written. */
export function languageName(tag: string): string {
  if (tag === '') return ''
  const { language, script } = new Intl.Locale(tag).maximize()
  const name = new Intl.DisplayNames([tag], { type: 'language' }).of(
    language === 'zh' ? `${language}-${script}` : language,
  )
  return name ? name.charAt(0).toLocaleUpperCase(tag) + name.slice(1) : tag
}
