import { describe, expect, it } from 'vitest'
import { platformFeeds } from '../../../src/sources/discovery/platform-feeds.js'

function urls(address: string, html: string | null = null): string[] {
  return platformFeeds(address, html).map(({ url }) => url)
}

function meant(address: string, html: string | null = null): Record<string, string> {
  const feeds = platformFeeds(address, html).filter(({ role }) => role === 'meant')
  return Object.fromEntries(feeds.map(({ title, url }) => [title ?? '', url]))
}

/** What somebody pastes, and the feed that is opened for it. */
const addresses: Record<string, string> = {
  // Videos and sound
  'https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv/shorts':
    'https://www.youtube.com/feeds/videos.xml?playlist_id=UUSHabcdefghijklmnopqrstuv',
  'https://m.youtube.com/playlist?list=PLxyz': 'https://www.youtube.com/feeds/videos.xml?playlist_id=PLxyz',
  'https://youtu.be/abc?list=PLxyz': 'https://www.youtube.com/feeds/videos.xml?playlist_id=PLxyz',
  'https://vimeo.com/ferryfilms': 'https://vimeo.com/ferryfilms/videos/rss',
  'https://vimeo.com/channels/harbour': 'https://vimeo.com/channels/harbour/videos/rss',
  'https://odysee.com/@ferries:4': 'https://odysee.com/$/rss/@ferries:4',
  'https://www.nicovideo.jp/user/1234/video': 'https://www.nicovideo.jp/user/1234/video?rss=2.0',
  'https://www.spreaker.com/podcast/harbour-talk--123456':
    'https://www.spreaker.com/show/123456/episodes/feed',
  'https://shows.acast.com/harbour/episodes/one': 'https://feeds.acast.com/public/shows/harbour',
  'https://harbour.podbean.com/e/one': 'https://feed.podbean.com/harbour/feed.xml',
  'https://www.bbc.co.uk/programmes/p02nq0gn/episodes/downloads':
    'https://podcasts.files.bbci.co.uk/p02nq0gn.rss',
  'https://www.flickr.com/photos/12345678@N00/':
    'https://www.flickr.com/services/feeds/photos_public.gne?id=12345678@N00&format=atom',
  'https://ada.deviantart.com/gallery':
    'https://backend.deviantart.com/rss.xml?type=deviation&q=by%3Aada%20sort%3Atime%20meta%3Aall',
  'https://www.artstation.com/ada/albums/1': 'https://www.artstation.com/ada.rss',
  // Networks and forums
  'https://old.reddit.com/r/ferries/': 'https://www.reddit.com/r/ferries/.rss',
  'https://www.reddit.com/r/rss': 'https://www.reddit.com/r/rss/.rss',
  'https://www.reddit.com/r/ferries/top/?t=week': 'https://www.reddit.com/r/ferries/top/.rss?t=week',
  'https://www.reddit.com/r/ferries/search?q=timetable&restrict_sr=1':
    'https://www.reddit.com/r/ferries/search.rss?q=timetable&restrict_sr=1',
  'https://www.reddit.com/user/ada/submitted/': 'https://www.reddit.com/user/ada/submitted/.rss',
  'https://bsky.app/profile/ada.example.org/post/3k': 'https://bsky.app/profile/ada.example.org/rss',
  'https://mastodon.social/@ada': 'https://mastodon.social/@ada.rss',
  'https://mastodon.social/@ada@example.org': 'https://example.org/@ada.rss',
  'https://fosstodon.org/tags/ferry': 'https://fosstodon.org/tags/ferry.rss',
  'https://lemmy.world/c/ferries': 'https://lemmy.world/feeds/c/ferries.xml?sort=New',
  'https://www.tumblr.com/ada/123/post': 'https://ada.tumblr.com/rss',
  'https://de.pinterest.com/ada/boats/': 'https://www.pinterest.com/ada/boats.rss',
  'https://news.ycombinator.com/': 'https://news.ycombinator.com/rss',
  'https://news.ycombinator.com/item?id=1': 'https://hnrss.org/item?id=1',
  'https://lobste.rs/~ada': 'https://lobste.rs/~ada/stories.rss',
  'https://stackoverflow.com/questions/tagged/c%2b%2b': 'https://stackoverflow.com/feeds/tag/c%2b%2b',
  'https://cooking.stackexchange.com/questions/17/how-to-boil-an-egg':
    'https://cooking.stackexchange.com/feeds/question/17',
  'https://es.stackoverflow.com/users/5/ada': 'https://es.stackoverflow.com/feeds/user/5',
  'https://www.ptt.cc/bbs/Ferry/index.html': 'https://www.ptt.cc/atom/Ferry.xml',
  // Code
  'https://github.com/ada/engine/releases/tag/v1': 'https://github.com/ada/engine/releases.atom',
  'https://github.com/ada/engine/tree/next/docs': 'https://github.com/ada/engine/commits/next/docs.atom',
  'https://github.com/orgs/engines/discussions': 'https://github.com/orgs/engines/discussions.atom',
  'https://gitlab.gnome.org/world/sub/engine/-/commits/main':
    'https://gitlab.gnome.org/world/sub/engine/-/commits/main?format=atom',
  'https://codeberg.org/ada/engine/releases': 'https://codeberg.org/ada/engine/releases.rss',
  'https://git.sr.ht/~ada/engine/tree': 'https://git.sr.ht/~ada/engine/log/rss.xml',
  'https://pypi.org/project/engine/#history': 'https://pypi.org/rss/project/engine/releases.xml',
  'https://crates.io/crates/engine': 'https://static.crates.io/rss/crates/engine.xml',
  'https://www.npmjs.com/package/@ada/engine': 'https://libraries.io/npm/@ada%2Fengine/versions.atom',
  'https://packagist.org/packages/ada/engine': 'https://packagist.org/feeds/package.ada/engine.rss',
  // Blogs
  'https://medium.com/@ada/on-engines-123': 'https://medium.com/feed/@ada',
  'https://substack.com/@ada': 'https://ada.substack.com/feed',
  'https://open.substack.com/pub/ada/p/engines': 'https://ada.substack.com/feed',
  'https://boats.blogspot.co.uk/2024/01/a.html': 'https://boats.blogspot.co.uk/feeds/posts/default',
  'https://boats.hashnode.dev/engines': 'https://boats.hashnode.dev/rss.xml',
  'https://note.com/ada/n/n123': 'https://note.com/ada/rss',
  'https://zenn.dev/topics/rust': 'https://zenn.dev/topics/rust/feed',
  'https://velog.io/@ada/posts': 'https://v2.velog.io/rss/ada',
  'https://blog.naver.com/ada/123': 'https://rss.blog.naver.com/ada.xml',
  'https://habr.com/ru/hubs/engines/articles/': 'https://habr.com/ru/rss/hub/engines/',
  'https://ada.livejournal.com/1.html': 'https://ada.livejournal.com/data/rss',
  // Games, books, science, reference, news
  'https://store.steampowered.com/app/440/Boats/': 'https://store.steampowered.com/feeds/news/app/440/',
  'https://steamcommunity.com/games/440/announcements': 'https://store.steampowered.com/feeds/news/app/440/',
  'https://ada.itch.io/boats': 'https://ada.itch.io/boats/devlog.rss',
  'https://letterboxd.com/ada/films/': 'https://letterboxd.com/ada/rss/',
  'https://www.webtoons.com/en/drama/boats/list?title_no=5':
    'https://www.webtoons.com/en/drama/boats/rss?title_no=5',
  'https://www.royalroad.com/fiction/21/boats': 'https://www.royalroad.com/fiction/syndication/21',
  'https://arxiv.org/list/cs.CL/recent': 'https://rss.arxiv.org/rss/cs.CL',
  'https://en.wikipedia.org/wiki/AT%26T':
    'https://en.wikipedia.org/w/index.php?title=AT%26T&action=history&feed=atom',
  'https://en.wikipedia.org/wiki/A&B':
    'https://en.wikipedia.org/w/index.php?title=A%26B&action=history&feed=atom',
  'https://news.google.com/search?q=ferry&hl=en': 'https://news.google.com/rss/search?q=ferry&hl=en',
  'https://www.bbc.com/news/technology': 'https://feeds.bbci.co.uk/news/technology/rss.xml',
  'https://www.gov.uk/search/news-and-communications?topics=1':
    'https://www.gov.uk/search/news-and-communications.atom?topics=1',
}

describe('the feeds of platforms', () => {
  it.each(Object.entries(addresses))('lead from %s to %s', (address, feed) => {
    expect(urls(address)[0]).toBe(feed)
  })

  it('are several where nobody can know which one is meant', () => {
    expect(meant('https://github.com/ada/engine')).toEqual({
      Releases: 'https://github.com/ada/engine/releases.atom',
      Commits: 'https://github.com/ada/engine/commits.atom',
      Tags: 'https://github.com/ada/engine/tags.atom',
    })
    expect(Object.keys(meant('https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv'))).toEqual([
      'All uploads',
      'Videos',
      'Shorts',
      'Live streams',
    ])
  })

  it('put the rest of the place beside what the page is about', () => {
    expect(meant('https://github.com/ada/engine/wiki')).toEqual({
      Wiki: 'https://github.com/ada/engine/wiki.atom',
    })
    expect(urls('https://github.com/ada/engine/releases')).toHaveLength(3)
    expect(meant('https://www.reddit.com/r/ferries')).toEqual({
      Posts: 'https://www.reddit.com/r/ferries/.rss',
    })
  })

  it.each([
    'https://github.com/features/copilot',
    'https://github.com/topics/rss',
    'https://vimeo.com/1234567',
    'https://www.reddit.com/about',
    'https://dev.to/about',
    'https://www.youtube.com/feed/trending',
    'https://www.youtube.com/watch?v=abc&list=RDabc',
    'https://letterboxd.com/film/boats/',
    'https://www.behance.net/search/projects',
    'https://notgithub.com/ada/engine',
    'https://github.com.example.org/ada/engine',
    'https://example.org/github.com/ada/engine',
    'https://example.org/@ada',
    'not an address',
  ])('are not made up for %s', (address) => {
    expect(urls(address)).toEqual([])
  })

  it('are themselves asked as they are', () => {
    const feeds = Object.keys(addresses).flatMap((address) => urls(address))
    expect(feeds.filter((feed) => urls(feed).length > 0)).toEqual([])
  })

  it('may be known from the page only', () => {
    const channel = '<link rel="canonical" href="https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv">'
    const recommended = '{"channelId":"UCzzzzzzzzzzzzzzzzzzzzzz"}'
    expect(urls('https://www.youtube.com/@ada')).toEqual([])
    expect(urls('https://www.youtube.com/@ada', `${recommended}${channel}`)[0]).toBe(
      'https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv',
    )
    expect(urls('https://www.youtube.com/@ada/streams', channel)).toEqual([
      'https://www.youtube.com/feeds/videos.xml?playlist_id=UULVabcdefghijklmnopqrstuv',
    ])
    expect(urls('https://soundcloud.com/ada/track', '<meta content="soundcloud://users:17">')).toEqual([
      'https://feeds.soundcloud.com/users/soundcloud:users:17/sounds.rss',
    ])
    const podcast = '{"feedUrl":"https:\\/\\/feeds.example.org\\/harbour"}'
    expect(urls('https://podcasts.apple.com/us/podcast/harbour/id1', podcast)).toEqual([
      'https://feeds.example.org/harbour',
    ])
  })
})

describe('the feeds of software under other names', () => {
  const generator = (name: string) => `<head><meta name="generator" content="${name}"></head>`
  it.each([
    ['https://talk.test/c/engines/5', generator('Discourse 3.2'), 'https://talk.test/c/engines/5.rss'],
    ['https://talk.test/t/boats/17/3', generator('Discourse 3.2'), 'https://talk.test/t/boats/17.rss'],
    ['https://talk.test/', '<meta content="Discourse 3" name="generator">', 'https://talk.test/latest.rss'],
    [
      'https://wiki.test/wiki/Boats',
      `${generator('MediaWiki 1.41')}<script>{"wgScript":"/w/index.php"}</script>`,
      'https://wiki.test/w/index.php?title=Boats&action=history&feed=atom',
    ],
    ['https://town.test/@ada', '<div id="mastodon">', 'https://town.test/@ada.rss'],
    [
      'https://video.test/c/boats/videos',
      '<meta property="og:platform" content="PeerTube">',
      'https://video.test/feeds/videos.xml?videoChannelName=boats',
    ],
    [
      'https://code.test/ada/engine/releases',
      '<a>Powered by Forgejo</a>',
      'https://code.test/ada/engine/releases.rss',
    ],
    [
      'https://git.test/ada/engine',
      '<meta content="GitLab" property="og:site_name">',
      'https://git.test/ada/engine/-/releases.atom',
    ],
    [
      'https://shop.test/blogs/news/one',
      '<script src="https://cdn.shopify.com/s/a.js">',
      'https://shop.test/blogs/news.atom',
    ],
    ['https://blog.test/tag/boats/', generator('Ghost 5.8'), 'https://blog.test/tag/boats/rss/'],
  ])('lead from %s with %s to %s', (address, html, feed) => {
    expect(urls(address, html)[0]).toBe(feed)
  })

  it('are not looked for where nothing says what made the page', () => {
    expect(urls('https://talk.test/c/engines/5', '<p>We moved from Discourse to paper.</p>')).toEqual([])
  })
})
