import type { FeedLink } from '../feed-link.js'
import { giteaRoutes, gitLabRoutes } from './code.js'
import { followRoutes, type Route, route } from './route.js'
import { lemmyRoutes, mastodonRoutes } from './social.js'

interface Software {
  /** What only its pages have in their beginning. */
  mark: RegExp
  routes: readonly Route[]
}

/** Pages say in their head what made them. */
const markedLength = 100_000

const latestTopics = { 'Latest topics': '{origin}/latest.rss' }
const peerTube = '{origin}/feeds/videos.xml'

/** Where MediaWiki's program is differs from wiki to wiki; its pages say it. */
function wikiHistory(html: string | null): Record<string, string> {
  const script = html?.match(/"wgScript":\s*"(\/[^"\s]{0,200})"/)?.[1]
  return script ? { Changes: `{origin}${script}?title={title}&action=history&feed=atom` } : {}
}

/** Software that runs under many names and whose pages link to few of its feeds. */
const software: readonly Software[] = [
  {
    mark: generator('Discourse'),
    routes: [
      route('/t/:slug/:id(\\d+)/*', { Topic: '{origin}/t/{slug}/{id}.rss' }, latestTopics),
      route('/c/:category+', { Topics: '{origin}/c/{category}.rss' }, latestTopics),
      route('/tag/:tag/*', { Topics: '{origin}/tag/{tag}.rss' }, latestTopics),
      route('/u/:name/*', { Activity: '{origin}/u/{name}/activity.rss' }, latestTopics),
      route('/top', { 'Top topics': '{origin}/top.rss' }, latestTopics),
      route('/?.*', latestTopics, { Posts: '{origin}/posts.rss' }),
    ],
  },
  {
    mark: generator('MediaWiki'),
    routes: [
      route('/wiki/:title+', ({ html }) => wikiHistory(html)),
      route('/.*?title', ({ html }) => wikiHistory(html)),
    ],
  },
  { mark: /\bid=["']mastodon["']/, routes: mastodonRoutes('') },
  { mark: /window\.lemmyConfig/, routes: lemmyRoutes('') },
  {
    mark: /name=["']application-name["'] content=["'](?:Misskey|Sharkey|Firefish)/i,
    routes: [route('/@:name([^/@]+)/*', { Notes: '{origin}/@{name}.atom' })],
  },
  {
    mark: /property=["']og:platform["'] content=["']PeerTube/i,
    routes: [
      route('/(a|accounts)/:name/*', { Videos: `${peerTube}?accountName={name}` }),
      route('/(c|video-channels)/:name/*', { Videos: `${peerTube}?videoChannelName={name}` }),
      route('/?.*', { Videos: `${peerTube}?sort=-publishedAt` }),
    ],
  },
  {
    mark: /property=["']og:site_name["'] content=["']GitLab["']|content=["']GitLab["'] property=["']og:site_name/i,
    routes: gitLabRoutes(''),
  },
  {
    mark: /Powered by (?:Gitea|Forgejo)|content=["'][^"']{0,100}\b(?:gitea|forgejo)\b/i,
    routes: giteaRoutes(''),
  },
  {
    mark: generator('Ghost'),
    routes: [
      route(
        '/:list(tag|author)/:name',
        { Posts: '{origin}/{list}/{name}/rss/' },
        { 'All posts': '{origin}/rss/' },
      ),
    ],
  },
  { mark: generator('Wix\\.com'), routes: [route('/?.*', { Posts: '{origin}/blog-feed.xml' })] },
  {
    mark: /cdn\.shopify\.com\/s\//,
    routes: [
      route('/blogs/:blog/*', { Posts: '{origin}/blogs/{blog}.atom' }),
      route('/collections/:name/*', { Products: '{origin}/collections/{name}.atom' }),
    ],
  },
]

/** The feeds of a page that its software is known to have. */
export function softwareFeeds(url: URL, html: string): FeedLink[] {
  const start = html.slice(0, markedLength)
  const made = software.find(({ mark }) => mark.test(start))
  return made ? followRoutes(made.routes, { url, html }) : []
}

function generator(name: string): RegExp {
  return new RegExp(
    `name=["']?generator["']? content=["']?${name}|content=["']?${name}[^<>]{0,100} name=["']?generator`,
    'i',
  )
}
