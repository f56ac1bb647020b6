/** What could be followed, clicked or could call somebody, in an answer that should only tell. */
const active =
  /https?:|www\.|discord\.gg|\p{L}\.\p{L}{2,}\/\S|<[@#:/a-z]|@(?:everyone|here)\b|\S@\S+\.\p{L}{2,}|\]\(|```/iu

/** Orders to a model or a reader, as injected ones look: they may stand in an article, but they answer nothing. */
const orders = [
  /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|above|previous|prior|earlier|rules)\b/i,
  /\b(?:system prompt|prompt injection|as an ai|language model|you are now|jailbreak)\b/i,
  /\b(?:reply|respond|answer) (?:only )?(?:with|that|in)\b|\btell (?:the|every) (?:user|reader)s?\b|\b(?:say|output|print|write|repeat) (?:exactly|only|the following)\b/i,
  /\b(?:click|tap) (?:here|the|on|this)\b|\bdm me\b|\bsend (?:me|us|your)\b|\bvisit (?:our|my|this)\b/i,
  /(?:忽略|无视|無視|忘记|忘記).{0,12}(?:指令|指示|提示|规则|規則|内容|內容)|系统提示|系統提示|你现在是|你現在是|(?:请|請)?(?:回复|回復|回答|输出|輸出)(?:：|:|以下|如下)|点击(?:这里|此处|链接)|點擊(?:這裡|此處|連結)/,
]

/** Whether a sentence may not be shown whatever its source says. */
export function isUnfit(text: string): boolean {
  return active.test(text) || isOrder(text)
}

/** Whether a text orders its reader about. */
export function isOrder(text: string): boolean {
  return orders.some((pattern) => pattern.test(text))
}
