import { type FeedPatterns, type RoutedPage, route } from './route.js'

const youTubeFeed = 'https://www.youtube.com/feeds/videos.xml'
/** Where YouTube's pages name their channel, the surest first: the others may name a recommended one. */
const channelMarks = [
  /rel="canonical" href="https:\/\/www\.youtube\.com\/channel\/(UC[\w-]{1,40})"/,
  /itemprop="(?:identifier|channelId)" content="(UC[\w-]{1,40})"/,
  /"externalId":"(UC[\w-]{1,40})"/,
  /"channelId":"(UC[\w-]{1,40})"/,
  /[?&]channel_id=(UC[\w-]{1,40})/,
]
/** Playlists that are the same for everybody; those of one viewer (WL, LL) and mixes (RD) have no feed. */
const publicPlaylist = /^(?:PL|UU|FL|OL)[\w-]+$/

/** Every channel has playlists of its kinds of videos, whose ids begin with UU and the kind. */
function channelFeeds(id: string, tab = ''): FeedPatterns {
  const kind = (letters: string) => `${youTubeFeed}?playlist_id=UU${letters}${id.slice(2)}`
  const kinds = { Videos: kind('LF'), Shorts: kind('SH'), 'Live streams': kind('LV') }
  if (/^shorts$/i.test(tab)) return { Shorts: kinds.Shorts }
  if (/^streams$/i.test(tab)) return { 'Live streams': kinds['Live streams'] }
  return { 'All uploads': `${youTubeFeed}?channel_id=${id}`, ...kinds }
}

function channelInPage({ html, parts }: RoutedPage): FeedPatterns {
  const id = html === null ? undefined : firstMatch(html, channelMarks)
  return id === undefined ? {} : channelFeeds(id, parts.tab)
}

/** The playlist, if others can see it; else the channel of the video that plays. */
function playlistOrChannel(page: RoutedPage): FeedPatterns {
  const { list = '' } = page.parts
  return publicPlaylist.test(list) ? { Playlist: `${youTubeFeed}?playlist_id=${list}` } : channelInPage(page)
}

function firstMatch(html: string, patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(html)?.[1]
    if (found !== undefined) return found
  }
  return undefined
}

/** What pages say as JSON: `"name":"https:\/\/…"`. */
function namedAddress(html: string | null, name: string): FeedPatterns {
  const found = html?.match(new RegExp(`"${name}":"(https?:[^"\\s<>]{1,1000})"`))?.[1]
  return found === undefined ? {} : { Podcast: found.replaceAll('\\u002F', '/').replaceAll('\\/', '/') }
}

const deviantArt = 'https://backend.deviantart.com/rss.xml?type=deviation&q='
const flickr = 'https://www.flickr.com/services/feeds'

/** Videos, podcasts, music and pictures. */
export const media = [
  route('(?:music\\.)?youtube.com/channel/:id(UC[\\w-]+)', ({ parts }) => channelFeeds(parts.id ?? '')),
  route('(?:music\\.)?youtube.com/channel/:id(UC[\\w-]+)/:tab/*', ({ parts }) =>
    channelFeeds(parts.id ?? '', parts.tab),
  ),
  route('(?:music\\.)?youtube.com/(playlist|watch)?list', playlistOrChannel),
  route('youtu.be/*?list', playlistOrChannel),
  route('youtube.com/(user|c)/:name/:tab', channelInPage),
  route('youtube.com/@:name/:tab', channelInPage),
  route('youtube.com/(@|user/|c/|watch|shorts/|live/|embed/).*', channelInPage),
  route('youtube.com/:user', channelInPage),
  route('youtu.be/*', channelInPage),
  route('vimeo.com/:kind(channels|groups)/:name/*', {
    Videos: 'https://vimeo.com/{kind}/{name}/videos/rss',
  }),
  route('vimeo.com/:id(\\d+)/*', {}),
  route('vimeo.com/:user(?:/videos)?', { Videos: 'https://vimeo.com/{user}/videos/rss' }),
  route('dailymotion.com/playlist/:id', { Playlist: 'https://www.dailymotion.com/rss/playlist/{id}' }),
  route('dailymotion.com/(video|partner|player|channel)/*', {}),
  route('dailymotion.com/(?:user/)?:user(?:/videos)?', {
    Videos: 'https://www.dailymotion.com/rss/{user}',
  }),
  route('odysee.com/@:name/*', { Videos: 'https://odysee.com/$/rss/@{name}' }),
  route('bitchute.com/channel/:name', { Videos: 'https://www.bitchute.com/feeds/rss/channel/{name}/' }),
  route('nebula.(app|tv)/(videos|login|explore|library|featured|classes|podcasts)/*', {}),
  route('nebula.(app|tv)/:user', { Videos: 'https://rss.nebula.app/video/channels/{user}.rss' }),
  route('nicovideo.jp/user/:id(\\d+)/*', { Videos: 'https://www.nicovideo.jp/user/{id}/video?rss=2.0' }),
  route('nicovideo.jp/(?:user/\\d+/)?mylist/:id(\\d+)', {
    List: 'https://www.nicovideo.jp/mylist/{id}?rss=2.0',
  }),
  route('soundcloud.com/:user/*', ({ html }) => {
    const id = html?.match(/soundcloud:(?:\/\/)?users:(\d{1,20})/)?.[1]
    return id ? { Tracks: `https://feeds.soundcloud.com/users/soundcloud:users:${id}/sounds.rss` } : {}
  }),
  route('podcasts.apple.com/*', ({ html }) => namedAddress(html, 'feedUrl')),
  route('itunes.apple.com/*', ({ html }) => namedAddress(html, 'feedUrl')),
  route('podcastaddict.com/*', ({ html }) => namedAddress(html, 'feedUrl')),
  route('spreaker.com/(show|podcast)/(?:[\\w-]*--)?:id(\\d+)/*', {
    Podcast: 'https://www.spreaker.com/show/{id}/episodes/feed',
  }),
  route('audioboom.com/channels?/:id(\\d+)[\\w-]*', { Podcast: 'https://audioboom.com/channels/{id}.rss' }),
  route('shows.acast.com/:show/*', { Podcast: 'https://feeds.acast.com/public/shows/{show}' }),
  route('buzzsprout.com/:id(\\d+)/*', { Podcast: 'https://feeds.buzzsprout.com/{id}.rss' }),
  route(':show.buzzsprout.com/*', ({ html }) => {
    const id = html?.match(/feeds\.buzzsprout\.com\/(\d{1,12})/)?.[1]
    return id ? { Podcast: `https://feeds.buzzsprout.com/${id}.rss` } : {}
  }),
  route(':show.libsyn.com/*', { Podcast: 'https://{show}.libsyn.com/rss' }),
  route(':show.podbean.com/*', { Podcast: 'https://feed.podbean.com/{show}/feed.xml' }),
  route(':show.transistor.fm/*', { Podcast: 'https://feeds.transistor.fm/{show}' }),
  route(':show.fireside.fm/*', { Podcast: 'https://feeds.fireside.fm/{show}/rss' }),
  route(':show.captivate.fm/*', { Podcast: 'https://feeds.captivate.fm/{show}/' }),
  route(':show.podigee.io/*', { Podcast: 'https://{show}.podigee.io/feed/mp3' }),
  route('bbc.co.uk/programmes/:id([a-z]\\d[a-z\\d]{6,})/*', {
    Podcast: 'https://podcasts.files.bbci.co.uk/{id}.rss',
  }),
  route('flickr.com/groups/:id(\\d+@N\\d+)/*', { Photos: `${flickr}/groups_pool.gne?id={id}&format=atom` }),
  route('flickr.com/photos/tags/:tag/*', { Photos: `${flickr}/photos_public.gne?tags={tag}&format=atom` }),
  route('flickr.com/(photos|people)/:id(\\d+@N\\d+)/*', {
    Photos: `${flickr}/photos_public.gne?id={id}&format=atom`,
  }),
  route('flickr.com/(photos|people)/:name/*', ({ html }) => {
    const id = html?.match(/"nsid":"(\d{1,20}@N\d{1,4})"/)?.[1]
    return id ? { Photos: `${flickr}/photos_public.gne?id=${id}&format=atom` } : {}
  }),
  route('deviantart.com/tag/:tag', { Deviations: `${deviantArt}tag%3A{tag}` }),
  route('deviantart.com/:user/gallery/:id(\\d+)/*', { Folder: `${deviantArt}gallery%3A{user}%2F{id}` }),
  route('deviantart.com/:user/favourites/:id(\\d+)/*', { Collection: `${deviantArt}favby%3A{user}%2F{id}` }),
  route('deviantart.com/:user/favourites/*', { Favourites: `${deviantArt}favby%3A{user}` }),
  route('deviantart.com/:user/*', { Deviations: `${deviantArt}by%3A{user}%20sort%3Atime%20meta%3Aall` }),
  route(':user.deviantart.com/*', { Deviations: `${deviantArt}by%3A{user}%20sort%3Atime%20meta%3Aall` }),
  route('behance.net/(joblist|galleries|gallery|live|hire|onboarding|for_you|assets)/*', {}),
  route('behance.net/:user/appreciated', {
    Appreciated: 'https://www.behance.net/feeds/user?username={user}&content=appreciated',
  }),
  route('behance.net/:user/*', { Projects: 'https://www.behance.net/feeds/user?username={user}' }),
  route('dribbble.com(?:/shots(?:/popular)?)?', { Shots: 'https://dribbble.com/shots/popular.rss' }),
  route('dribbble.com/(shots|designers|hiring|stories|following|session)/*', {}),
  route('dribbble.com/:user/*', { Shots: 'https://dribbble.com/{user}/shots.rss' }),
  route('artstation.com/(artwork|channels|marketplace|learning|prints|challenges|learn)/*', {}),
  route('artstation.com/:user/*', { Artwork: 'https://www.artstation.com/{user}.rss' }),
  route(':user.artstation.com/*', { Artwork: 'https://www.artstation.com/{user}.rss' }),
]
