import { type Route, route } from './route.js'

const reddit = '(?:(?:old|new|np|sh|i|amp|[a-z]{2})\\.)?reddit.com'
const sort = 'new|top|rising|controversial|best|hot'
const stackExchange =
  '(?:(?:[a-z]{2}\\.)?stackoverflow.com|superuser.com|serverfault.com|askubuntu.com|mathoverflow.net|stackapps.com|(?:[\\w-]+\\.){1,2}stackexchange.com)'
/** Servers of the fediverse by their name or as the largest of them; the pages of others name their feeds. */
const mastodon =
  '(?:(?:[\\w-]+\\.)*(?:mastodon|mstdn)\\.[a-z.]+|(?:[\\w-]+\\.)+social|social\\.[\\w.-]+|fosstodon.org|hachyderm.io|infosec.exchange|mas.to|c.im|universeodon.com|pawoo.net|toot.(?:community|io)|mathstodon.xyz|troet.cafe|ioc.exchange|journa.host|mastodonapp.uk|mamot.fr|piaille.fr)'
const lemmy =
  '(?:(?:[\\w-]+\\.)*lemmy\\.[a-z.]+|lemm.ee|beehaw.org|sh.itjust.works|programming.dev|feddit\\.[a-z]+|sopuli.xyz|discuss.tchncs.de|slrpnk.net|infosec.pub|aussie.zone|midwest.social|hexbear.net|lemmygrad.ml|jlai.lu|ttrpg.network|startrek.website|discuss.online)'

/** Mastodon on the hosts of a pattern; '' for any. `@ada@example.org` on another server is `@ada` on her own. */
export function mastodonRoutes(host: string): Route[] {
  return [
    route(`${host}/@:name([^/@]+)@:home([\\w.-]+)/*`, { Posts: 'https://{home}/@{name}.rss' }),
    route(`${host}/@:name([^/@]+)/tagged/:tag`, { Posts: '{origin}/@{name}/tagged/{tag}.rss' }),
    route(`${host}/(@|users/):name([^/@]+)/*`, { Posts: '{origin}/@{name}.rss' }),
    route(`${host}/tags/:tag`, { Posts: '{origin}/tags/{tag}.rss' }),
  ]
}

/** Lemmy on the hosts of a pattern; '' for any. */
export function lemmyRoutes(host: string): Route[] {
  const sorted = 'xml?sort=New'
  return [
    route(`${host}/:kind(c|u)/:name`, { Posts: `{origin}/feeds/{kind}/{name}.${sorted}` }),
    route(`${host}/?`, {
      'Local posts': `{origin}/feeds/local.${sorted}`,
      'All posts': `{origin}/feeds/all.${sorted}`,
    }),
  ]
}

/** Networks, forums, questions and answers. */
export const social = [
  route(reddit, { Posts: 'https://www.reddit.com/.rss' }),
  route(`${reddit}/r/:sub/comments/:id/*`, { Comments: 'https://www.reddit.com/r/{sub}/comments/{id}/.rss' }),
  route(`${reddit}/comments/:id/*`, { Comments: 'https://www.reddit.com/comments/{id}/.rss' }),
  route(`${reddit}/r/:sub/comments`, { Comments: 'https://www.reddit.com/r/{sub}/comments/.rss' }),
  route(`${reddit}/r/:sub/search?q`, { Search: 'https://www.reddit.com/r/{sub}/search.rss{search}' }),
  route(`${reddit}/search?q`, { Search: 'https://www.reddit.com/search.rss{search}' }),
  route(`${reddit}/r/:sub/:sort(${sort})`, { Posts: 'https://www.reddit.com/r/{sub}/{sort}/.rss{search}' }),
  route(
    `${reddit}/r/:sub/*`,
    { Posts: 'https://www.reddit.com/r/{sub}/.rss' },
    { Comments: 'https://www.reddit.com/r/{sub}/comments/.rss' },
  ),
  route(`${reddit}/(user|u)/:name/m/:multi/*`, {
    Posts: 'https://www.reddit.com/user/{name}/m/{multi}/.rss',
  }),
  route(`${reddit}/(user|u)/:name/:what(submitted|comments|gilded)`, {
    Activity: 'https://www.reddit.com/user/{name}/{what}/.rss',
  }),
  route(`${reddit}/(user|u)/:name/*`, { Activity: 'https://www.reddit.com/user/{name}/.rss' }),
  route(`${reddit}/domain/:domain/*`, { Posts: 'https://www.reddit.com/domain/{domain}/.rss' }),
  route('bsky.app/profile/:name/post/*', { Posts: 'https://bsky.app/profile/{name}/rss' }),
  route('bsky.app/profile/:name', { Posts: 'https://bsky.app/profile/{name}/rss' }),
  ...mastodonRoutes(mastodon),
  route('pixelfed.[a-z]+/:user', { Posts: '{origin}/users/{user}.atom' }),
  ...lemmyRoutes(lemmy),
  route('tildes.net', { Topics: 'https://tildes.net/topics.rss' }),
  route('tildes.net/:group(~[\\w.]+)/*', { Topics: 'https://tildes.net/{group}/topics.rss' }),
  route('pinterest.(?:[a-z]{2,3}\\.)?[a-z]{2,3}/(pin|ideas|today|_|categories|videos|business)/*', {}),
  route(
    '(?:[a-z]{2}\\.)?pinterest.(?:[a-z]{2,3}\\.)?[a-z]{2,3}/:user(?:/(pins|boards|_saved|_created|_shop|_profile))?',
    {
      Pins: 'https://www.pinterest.com/{user}/feed.rss',
    },
  ),
  route('(?:[a-z]{2}\\.)?pinterest.(?:[a-z]{2,3}\\.)?[a-z]{2,3}/:user/:board/*', {
    Board: 'https://www.pinterest.com/{user}/{board}.rss',
  }),
  route('tumblr.com/(?:blog/(?:view/)?)?:user/tagged/:tag', {
    Posts: 'https://{user}.tumblr.com/tagged/{tag}/rss',
  }),
  route('tumblr.com/tagged/*', {}),
  route('tumblr.com/(?:blog/(?:view/)?)?:user/*', { Posts: 'https://{user}.tumblr.com/rss' }),
  route(':blog.tumblr.com/tagged/:tag/*', { Posts: 'https://{blog}.tumblr.com/tagged/{tag}/rss' }),
  route(':blog.tumblr.com/*', { Posts: 'https://{blog}.tumblr.com/rss' }),
  route('news.ycombinator.com(?:/news)?', { 'Front page': 'https://news.ycombinator.com/rss' }),
  route('news.ycombinator.com/(show|shownew)', { 'Show HN': 'https://news.ycombinator.com/showrss' }),
  // What Hacker News has no feed of itself; hnrss.org makes them of its public interface.
  route('news.ycombinator.com/:list(newest|ask|jobs|best)', { Stories: 'https://hnrss.org/{list}' }),
  route('news.ycombinator.com/newcomments', { Comments: 'https://hnrss.org/newcomments' }),
  route('news.ycombinator.com/item?id', { Comments: 'https://hnrss.org/item?id={id}' }),
  route('news.ycombinator.com/submitted?id', { Stories: 'https://hnrss.org/submitted?id={id}' }),
  route('news.ycombinator.com/threads?id', { Comments: 'https://hnrss.org/threads?id={id}' }),
  route('news.ycombinator.com/user?id', {
    Stories: 'https://hnrss.org/submitted?id={id}',
    Comments: 'https://hnrss.org/threads?id={id}',
  }),
  route('lobste.rs', { Stories: 'https://lobste.rs/rss' }),
  route('lobste.rs/:list(newest|comments)', { Stories: 'https://lobste.rs/{list}.rss' }),
  route('lobste.rs/:list(t|domains|origins)/:name+', { Stories: 'https://lobste.rs/{list}/{name}.rss' }),
  route('lobste.rs/:user([~]\\w[\\w-]*)/*', { Stories: 'https://lobste.rs/{user}/stories.rss' }),
  route('lobste.rs/:top(top(?:/\\w+)?)', { 'Top stories': 'https://lobste.rs/{top}/rss' }),
  route('slashdot.org', { Stories: 'https://rss.slashdot.org/Slashdot/slashdotMain' }),
  route('producthunt.com/topics/:topic/*', { Products: 'https://www.producthunt.com/feed?topic={topic}' }),
  route('producthunt.com/categories/:category/*', {
    Products: 'https://www.producthunt.com/feed?category={category}',
  }),
  route('producthunt.com/*', { Products: 'https://www.producthunt.com/feed' }),
  route(`${stackExchange}/questions/tagged/:tag`, { Questions: '{origin}/feeds/tag/{tag}' }),
  route(`${stackExchange}/(questions|q)/:id(\\d+)/*`, { Answers: '{origin}/feeds/question/{id}' }),
  route(`${stackExchange}/users/:id(\\d+)/*`, { Activity: '{origin}/feeds/user/{id}' }),
  route(`${stackExchange}(?:/questions)?`, { Questions: '{origin}/feeds' }),
  route('v2ex.com', { Topics: 'https://www.v2ex.com/index.xml' }),
  route('v2ex.com/go/:node', { Topics: 'https://www.v2ex.com/feed/{node}.xml' }),
  route('v2ex.com/member/:name', { Topics: 'https://www.v2ex.com/feed/member/{name}.xml' }),
  route('douban.com/people/:name/*', { Activity: 'https://www.douban.com/feed/people/{name}/interests' }),
  route('ptt.cc/bbs/:board/*', { Posts: 'https://www.ptt.cc/atom/{board}.xml' }),
  route('meetup.com/(?:[a-z]{2}-[a-z]{2}/)?:user/*', { Events: 'https://www.meetup.com/{user}/events/rss/' }),
]
