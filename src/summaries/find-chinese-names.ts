import type { Mentions } from './find-capital-names.js'

const surnames =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤'
const speaks = '(?:表示|指出|认为|强调|介绍|介绍说|说|称|告诉|宣布|透露|坦言)'
const offices =
  '(?:主席|总统|总理|部长|省长|市长|书记|校长|院长|董事长|总经理|局长|教授|主任|发言人|研究员|总裁)'
const chinesePerson = new RegExp(
  `(?:(?<=${offices})[${surnames}]\\p{Script=Han}{1,2}(?=${speaks}|在|于|、|，))|(?<![\\p{Script=Han}])[${surnames}]\\p{Script=Han}{1,2}(?=${speaks})`,
  'gu',
)
const organisation =
  /(?<=^|[，。、；：“”（）\s在由与和及向对])[\p{Script=Han}]{2,8}(?:大学|学院|公司|集团|银行|委员会|研究院|研究所|医院|法院|博物馆)/gu

/** People and institutions in a Chinese text: a surname before a verb of speech or after an office; names by their ends. */
export function findChineseNames(sentences: readonly string[]): Mentions {
  const found = new Map<string, number>()
  for (const sentence of sentences)
    for (const name of [...(sentence.match(chinesePerson) ?? []), ...(sentence.match(organisation) ?? [])])
      found.set(name, (found.get(name) ?? 0) + 1)
  return found
}
