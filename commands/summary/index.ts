import type { Actor } from '../../src/core/command.js'
import { textOption } from '../../src/core/options.js'
import type { Reply } from '../../src/core/reply.js'
import { component, type Deps, group, subcommand } from '../../src/services.js'
import { postButton, postMenu } from '../../src/topics/render-post.js'
import { articleButton, articleChoice } from '../support/article-menu.js'
import {
  articleSummary,
  lengthButton,
  relatedButton,
  shareButton,
  sharedArticle,
} from '../support/article-summary.js'
import { suggestArticles } from '../support/suggest.js'
import { findArticle, pickedArticle, visibleArticle } from './find-article.js'
import { lengthOption } from './length-option.js'
import { link, linkLength, summariseMessage } from './link.js'
import { showRelated } from './related.js'
import { topic, topicComponents } from './topic.js'

const article = subcommand({
  description: 'The gist of an article, in its own sentences',
  options: { article: textOption(500).describe('Title or address of an article'), length: lengthOption },
  suggest: { article: suggestArticles },
  async run({ article, length }, actor, deps) {
    return await articleSummary(await findArticle(article, actor, deps), actor, deps, { length })
  },
})

async function open({ article }: { article: number }, actor: Actor, deps: Deps): Promise<Reply> {
  return await articleSummary(await visibleArticle(article, actor, deps), actor, deps)
}

async function openPicked(_: unknown, actor: Actor, deps: Deps, picked: string[]): Promise<Reply> {
  return await articleSummary(await pickedArticle(picked, actor, deps), actor, deps)
}

export default group({
  name: 'summary',
  description: 'The gist of an article, of a page, or of what happened in a topic',
  subcommands: { article, topic, link },
  components: [
    component({ id: postButton, answer: 'reply', run: open }),
    component({ id: articleButton, answer: 'reply', run: open }),
    component({ id: articleChoice, answer: 'reply', run: openPicked }),
    component({ id: postMenu, answer: 'reply', run: openPicked }),
    component({
      id: lengthButton,
      run: async ({ article, length }, actor, deps) =>
        articleSummary(await visibleArticle(article, actor, deps), actor, deps, { length }),
    }),
    component({
      id: relatedButton,
      answer: 'reply',
      run: async ({ article }, actor, deps) =>
        showRelated(await visibleArticle(article, actor, deps), actor, deps),
    }),
    component({
      id: shareButton,
      answer: 'share',
      run: async ({ article, length }, actor, deps) =>
        sharedArticle(await visibleArticle(article, actor, deps), length, actor, deps),
    }),
    linkLength,
    ...topicComponents,
  ],
  messageActions: [{ name: 'Summarise', slow: true, run: summariseMessage }],
})
