import { randomFrom } from './random.js'

/** An article as benchmarks make it. */
export interface MadeArticle {
  title: string
  text: string
}

const functionWords =
  'the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you were all her she there would their we him been has when who will no more if out so said what up its about'.split(
    ' ',
  )
const onsets = 'b br c cl d dr f fl g gr h j k l m n p pl pr qu r s st str t th tr v w z'.split(' ')
const nuclei = 'a e i o u ai ea ee io ou'.split(' ')
const codas = ['', '', '', 'n', 'r', 's', 't', 'l', 'nd', 'rt', 'ck', 'm']
const endings = ['', '', '', '', '', 's', 's', 'ed', 'ing', 'ly']

const contentWords = 60_000
const names = 250_000
const topics = 600
const topicWords = 250

/**
 * Articles that are to an index what news is: 430 words on average, nearly half of them function words, the others as
 * frequent as words are (Zipf), each article about a topic with words of its own, with names that keep coming new. At
 * 100,000 articles there are some 300,000 different terms. The same seed gives the same articles.
 */
export function* makeArticles(count: number, seed = 1): Generator<MadeArticle> {
  const random = randomFrom(seed)
  for (let i = 0; i < count; i++) yield makeArticle(random)
}

function makeArticle(random: () => number): MadeArticle {
  const topic = Math.floor(random() * topics)
  const people = Array.from({ length: 3 }, () => capital(wordOf(contentWords + zipf(names, random))))
  const content = () => {
    const rank = random() < 0.4 ? topicWordOf(topic, zipf(topicWords, random)) : zipf(contentWords, random)
    return wordOf(rank) + (endings[Math.floor(random() * endings.length)] ?? '')
  }
  const word = () => {
    const kind = random()
    if (kind < 0.45) return functionWords[zipf(functionWords.length, random)] ?? 'the'
    if (kind < 0.52) return people[Math.floor(random() * people.length)] ?? ''
    return kind < 0.53 ? String(Math.floor(random() * 3000)) : content()
  }
  // A lognormal distribution with a mean of 430.
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const words = Math.round(Math.exp(5.86 + 0.65 * normal))
  const sentences: string[] = []
  for (let left = Math.max(20, Math.min(words, 5000)); left > 0; ) {
    const length = Math.min(left, 8 + Math.floor(random() * 24))
    sentences.push(`${capital(Array.from({ length }, word).join(' '))}.`)
    left -= length
  }
  const title = Array.from({ length: 6 + Math.floor(random() * 4) }, content).join(' ')
  const paragraphs = Array.from({ length: Math.ceil(sentences.length / 3) }, (_, i) =>
    sentences.slice(3 * i, 3 * i + 3).join(' '),
  )
  return { title: capital(title), text: paragraphs.join('\n\n') }
}

/** A rank below `count`: the first is as frequent as the next two together, and so on. */
function zipf(count: number, random: () => number): number {
  return Math.min(count - 1, Math.floor(Math.exp(random() * Math.log(count + 1))) - 1)
}

/** A topic's words are spread over the whole vocabulary but for its most common words. */
function topicWordOf(topic: number, rank: number): number {
  return 100 + ((topic * 7919 + rank * 104_729) % (contentWords - 100))
}

/** The word of a rank: short for common words, longer for rare ones. */
function wordOf(rank: number): string {
  let word = ''
  for (let rest = rank + 30; rest > 0; ) {
    word += onsets[rest % onsets.length]
    rest = Math.floor(rest / onsets.length)
    word += nuclei[rest % nuclei.length]
    rest = Math.floor(rest / nuclei.length)
    word += codas[(rank + rest) % codas.length]
  }
  return word
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
