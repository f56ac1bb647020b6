/**
 * Function words: they carry grammar, not a subject. Written as `fold` leaves them: lower case, without accents and
 * apostrophes. Only words that are hardly ever anything else: a name among them could not be found any more. By
 * language; Thai and Korean have none here, their most frequent words cost little and their rank is low anyway.
 */
const lists: Record<string, string> = {
  en: `
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
`,
  // Particles, pronouns, conjunctions and question words. Not those that are also the end of a word that the dictionary
  // cuts, such as 能 in 太阳能.
  zh: `
的 了 是 在 和 与 及 或 也 都 就 而 但 被 把 对 于 为 以 到 从 由 向 着 之 其 这 那 这个 那个 这些 那些 一个
我 你 他 她 它 我们 你们 他们 她们 它们 吗 呢 吧 啊 很 不 没 没有 有 说 并 并且 因为 所以 如果
什么 怎么 怎样 如何 哪 哪个 哪些 哪里 谁 多少 几 为什么 是否 以及 关于 还 又 再 更 最 只 已 已经 将
這 這個 這些 個 們 我們 你們 他們 她們 嗎 沒 沒有 説 說 並 並且 因為 為 為什麼 什麼 怎麼 怎樣 還 對 於 從 將 與 關於 已經 誰
`,
  ja: `
の に は を た が で て と し れ さ も な へ や か ね よ ば ん から まで より など だけ ので のに でも には では とは
ある いる する なる れる られる せる です ます した して され いう こと もの ため よう これ それ あれ この その あの
ここ そこ どこ だれ 誰 何 なに いつ なぜ どの どう また および
`,
  de: `
der die das den dem des ein eine einen einem einer eines und oder aber denn doch sondern als wie wenn weil dass daß ob
ich du er sie es wir ihr mich dich ihn uns euch mir dir ihm ihnen sich mein meine dein deine sein seine seinen seinem
seiner ihre ihren ihrem ihrer unser unsere dieser diese dieses diesen diesem jener jene jenes jeder jede jedes welcher
welche welches man wer was wen wem wo wann warum wieso bin bist ist sind war waren wird werden wurde wurden worden hat
haben hatte hatten habe kann konnen konnte soll sollen sollte muss mussen will wollen in im an am auf aus bei beim bis
durch fur gegen mit nach nicht noch nur ohne seit uber um unter vom von vor wahrend zu zum zur zwischen auch schon sehr
so da dann hier dort kein keine keinen mehr
`,
  fr: `
le la les l un une des du de d et ou mais donc car ni que qui quoi dont ou quand comment pourquoi si je tu il elle on nous
vous ils elles me m te t se s lui leur leurs y en mon ma mes ton ta tes son sa ses notre nos votre vos ce c cet cette ces
cela ceci ca celui celle ceux celles qu j n ne pas plus tres aussi est sont etait etaient sera seront ete etre ai a ont
avait avaient avoir fait au aux dans par pour sur avec sans sous entre vers chez contre depuis pendant apres avant comme
quel quelle quels quelles tout tous toute toutes
`,
  es: `
el la los las lo un una unos unas y e o u pero sino que quien quienes cual cuales cuando donde como por para con sin de del
al a en entre hasta desde sobre ante tras segun contra durante yo tu el ella ello nosotros vosotros ellos ellas me te se
nos os le les mi mis su sus nuestro nuestra este esta esto estos estas ese esa eso esos esas aquel aquella es son era eran
fue fueron ser sido esta estan estaba ha han habia haber hay no ni si ya muy mas tambien porque
`,
  it: `
il lo la i gli le l un uno una e ed o ma se che chi cui quale quali quando dove come perche di del dello della dei degli
delle a al allo alla ai agli alle da dal dallo dalla dai dagli dalle in nel nello nella nei negli nelle su sul sullo sulla
sui sugli sulle con per tra fra io tu lui lei noi voi loro mi ti si ci vi ne mio mia suo sua suoi sue nostro questo questa
questi queste quello quella quelli quelle e sono era erano fu essere stato stata ha hanno aveva avere non piu anche molto
`,
  pt: `
o a os as um uma uns umas e ou mas se que quem qual quais quando onde como porque de do da dos das em no na nos nas por
pelo pela pelos pelas para com sem sob sobre entre ate desde ao aos eu tu ele ela nos vos eles elas me te se lhe lhes meu
minha seu sua seus suas nosso nossa este esta isto estes estas esse essa isso esses essas aquele aquela aquilo e sao era
eram foi foram ser sido esta estao estava ha tem tinha ter nao mais muito tambem ja
`,
  nl: `
de het een en of maar want dat die dit deze wie wat waar wanneer hoe waarom welke ik jij je u hij zij ze wij we jullie mij
me jou hem haar ons hen hun zich mijn jouw zijn is ben bent was waren wordt worden werd werden geweest heeft hebben had
hadden kan kunnen zal zullen zou moet van in op te aan met voor uit bij naar om door over tot tegen onder na als dan er
niet geen nog ook al zo wel meer
`,
  sv: `
en ett den det de dem och eller men att som om nar var hur varfor vad vem vilken vilket vilka jag du han hon vi ni mig dig
honom henne oss er sig min mitt mina din sin sitt sina hans hennes deras ar var vara varit blir blev har hade ha kan kunde
ska skulle i pa av for med till fran vid under efter over genom mot utan mellan inte ej ocksa sa nu mer
`,
  da: `
en et den det de dem og eller men at som om nar hvor hvordan hvorfor hvad hvem hvilken hvilket hvilke jeg du han hun vi i
mig dig ham hende os jer sig min mit mine din sin sit sine hans hendes deres er var vaere vaeret bliver blev har havde kan
kunne skal skulle pa af for med til fra ved under efter over gennem mod uden mellem ikke ogsa sa nu mere
`,
  no: `
en et ei den det de dem og eller men at som om nar hvor hvordan hvorfor hva hvem hvilken hvilket hvilke jeg du han hun vi
dere meg deg ham henne oss seg min mitt mine din sin sitt sine hans hennes deres er var vaere vaert blir ble har hadde ha
kan kunne skal skulle i pa av for med til fra ved under etter over gjennom mot uten mellom ikke ogsa sa na mer
`,
  fi: `
ja tai mutta etta joka jotka jonka jossa kun kuin jos mika mita missa milloin miten miksi kuka han hanen he heidan mina
sina me te se sen sita siina ne niiden tama taman nama on ovat oli olivat olla ollut ole ei eivat en myos seka niin nyt
vain viela mukaan
`,
  ro: `
un o unei unui unor si sau dar ca care cine ce cand unde cum de la in din pe cu pentru prin fara sub despre intre dupa
pana eu tu el ea noi voi ei ele ma te se ne va le lui lor meu mea sau sa acest aceasta acesti aceste acel acea este sunt
era erau fost fi au am ai nu mai foarte al ale
`,
  tr: `
ve veya ya da de ki ile ama fakat icin gibi kadar gore her bir bu su o ben sen biz siz onlar ne nasil neden nicin kim
hangi nerede mi mu daha en cok degil olarak olan oldu olduk ise hem
`,
  hu: `
a az egy es vagy de hogy ha mert mint aki ami amely melyik mi ki hol mikor hogyan miert en te o mi ti ok ez azt ezt ezek
azok is nem ne van vannak volt voltak lesz meg csak mar meg el fel ra be ki
`,
  ru: `
и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот от меня еще нет о из
ему теперь когда даже ну вдруг ли если уже или ни быть был него до вас нибудь опять уж вам ведь там потом себя ничего ей
может они тут где есть надо ней для мы тебя их чем была сам чтоб без будто чего раз тоже себе под будет тогда кто этот того
потому этого какой ним здесь этом почти мой тем чтобы нее сейчас были куда зачем всех при об это эта эти который которая
которые
`,
  el: `
ο η το οι τα του της των τον την τους τις ενας μια ενα και η αλλα ομως οτι που πως ποιος ποια ποιο τι ποτε γιατι να θα δεν
μη μην σε στο στη στην στον στους στις στα απο με για προς κατα μετα πριν χωρις υπο εγω εσυ αυτος αυτη αυτο εμεις αυτοι
μου σου μας σας ειναι ηταν εχει εχουν ειχε αν οταν οπως
`,
  ar: `
في من إلى على عن مع هذا هذه ذلك تلك الذي التي الذين ما لا لم لن ان أن إن كان كانت يكون هو هي هم نحن انا أنا او أو ثم قد كل
بعد قبل بين عند حتى كما اي أي ايضا أيضا ماذا متى اين أين كيف لماذا
`,
  id: `
yang dan atau tetapi di ke dari pada untuk dengan oleh dalam ini itu adalah akan telah sudah tidak bukan juga saya aku kamu
dia kami kita mereka apa siapa kapan mana bagaimana mengapa karena sebagai
`,
  hi: `
का की के को में से पर और या है हैं था थे थी यह वह ये वे इस उस जो कि ने तो भी ही नहीं एक अपने लिए साथ क्या कौन कब कहां कैसे क्यों
`,
}

const none: ReadonlySet<string> = new Set()
const sets = new Map<string, ReadonlySet<string>>(
  Object.entries(lists).map(([language, words]) => [language, new Set(words.split(/\s+/).filter(Boolean))]),
)

/** The function words of a language (BCP 47 primary tag), folded; empty for languages without a list. */
export function stopWordsOf(language: string): ReadonlySet<string> {
  return sets.get(language) ?? none
}
