/** English function words: they carry grammar, not a subject. Written the way `analyze` sees them: no apostrophes. */
const english = `
a an the this that these those
i me my myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it
its itself they them their theirs themselves one
who whom whose which what when where why how
am is are was were be been being have has had having do does did doing done will would shall should can could may
might must ought
and but or nor if then else than because as until while though although unless since whether so
of at by for with about against between into through during before after above below to from up down in out on off
over under again further upon within without toward towards among amongst via per
here there not no only own same such too very just also any all both each few more most other some many much every
either neither another ever never yet still already almost rather quite however therefore thus hence moreover
`

/**
 * Chinese function words: particles, pronouns, conjunctions and question words. Not those that are also the end of a
 * word that the dictionary cuts, such as 能 in 太阳能.
 */
const chinese = `
的 了 是 在 和 与 及 或 也 都 就 而 但 被 把 对 于 为 以 到 从 由 向 着 之 其 这 那 这个 那个 这些 那些 一个
我 你 他 她 它 我们 你们 他们 她们 它们 吗 呢 吧 啊 很 不 没 没有 有 说 并 并且 因为 所以 如果
什么 怎么 怎样 如何 哪 哪个 哪些 哪里 谁 多少 几 为什么 是否 以及 关于 还 又 再 更 最 只 已 已经 将
`

export const stopWords: ReadonlySet<string> = new Set(`${english} ${chinese}`.split(/\s+/).filter(Boolean))
