import { route } from './route.js'

const steamNews = 'https://store.steampowered.com/feeds/news'
const wiki =
  '(?:[a-z-]+\\.)?(?:m\\.)?(?:wikipedia|wiktionary|wikinews|wikivoyage|wikibooks|wikiquote|wikisource|wikiversity|wikimedia).org'
const googleNews = 'https://news.google.com/rss'

/** Games, shops, books, films, science, reference works and news. */
export const world = [
  route('(?:store.steampowered|steamcommunity).com/(?:news/|ogg/)?(app|games)/:id(\\d+)/*', {
    News: `${steamNews}/app/{id}/`,
  }),
  route('steamcommunity.com/:kind(groups|games)/:name/*', {
    News: 'https://steamcommunity.com/{kind}/{name}/rss/',
  }),
  route('store.steampowered.com(?:/news)?', { News: `${steamNews}.xml` }),
  route('itch.io', {
    'New games': 'https://itch.io/feed/new.xml',
    'Featured games': 'https://itch.io/feed/featured.xml',
  }),
  route('itch.io/:list+', { Games: 'https://itch.io/{list}.xml' }),
  route(':user.itch.io/:game/*', { 'Development log': 'https://{user}.itch.io/{game}/devlog.rss' }),
  route('kickstarter.com/projects/:creator/:project/*', {
    Updates: 'https://www.kickstarter.com/projects/{creator}/{project}/posts.atom',
  }),
  route('kickstarter.com(?:/discover.*)?', { Projects: 'https://www.kickstarter.com/projects/feed.atom' }),
  route('etsy.com/(?:[a-z-]{2,5}/)?shop/:shop/*', { Listings: 'https://www.etsy.com/shop/{shop}/rss' }),
  route(
    'letterboxd.com/(film|films|lists|list|journal|members|actor|director|tag|people|activity|create-account|gift-guide|year-in-review)/*',
    {},
  ),
  route('letterboxd.com/:user/*', { Diary: 'https://letterboxd.com/{user}/rss/' }),
  route('goodreads.com/review/list/:id(\\d+)[^/]*?shelf', {
    Shelf: 'https://www.goodreads.com/review/list_rss/{id}?shelf={shelf}',
  }),
  route('goodreads.com/(user/show|review/list)/:id(\\d+)[^/]*', {
    Books: 'https://www.goodreads.com/review/list_rss/{id}',
    Updates: 'https://www.goodreads.com/user/updates_rss/{id}',
  }),
  route('myanimelist.net(?:/news)?', { News: 'https://myanimelist.net/rss/news.xml' }),
  route('myanimelist.net/profile/:name', {
    Anime: 'https://myanimelist.net/rss.php?type=rw&u={name}',
    Manga: 'https://myanimelist.net/rss.php?type=rm&u={name}',
  }),
  route('webtoons.com/:path+/list?title_no', {
    Episodes: 'https://www.webtoons.com/{path}/rss?title_no={title_no}',
  }),
  route('royalroad.com/fiction/:id(\\d+)/*', {
    Chapters: 'https://www.royalroad.com/fiction/syndication/{id}',
  }),
  route('fanfiction.net/u/:id(\\d+)/*', { Stories: 'https://www.fanfiction.net/atom/u/{id}/' }),
  route('scribblehub.com/series/:id(\\d+)/*', {
    Chapters: 'https://www.scribblehub.com/rssfeed.php?type=series&sid={id}',
  }),
  route('arxiv.org/list/:subject([\\w.-]+)/*', { Papers: 'https://rss.arxiv.org/rss/{subject}' }),
  route('arxiv.org/archive/:subject([\\w.-]+)', { Papers: 'https://rss.arxiv.org/rss/{subject}' }),
  route('arxiv.org/a/:author', { Papers: 'https://arxiv.org/a/{author}.atom2' }),
  route('biorxiv.org/collection/:subject', {
    Preprints: 'https://connect.biorxiv.org/biorxiv_xml.php?subject={subject}',
  }),
  route('medrxiv.org/collection/:subject', {
    Preprints: 'https://connect.medrxiv.org/medrxiv_xml.php?subject={subject}',
  }),
  route('nature.com/:journal([a-z]+)(?:/(?:articles|research-articles|current-issue))?', {
    Articles: 'https://www.nature.com/{journal}.rss',
  }),
  route('journals.plos.org/:journal/*', { Articles: 'https://journals.plos.org/{journal}/feed/atom' }),
  route('cell.com/:journal/(home|current|newarticles|issue)', {
    'Current issue': 'https://www.cell.com/{journal}/current.rss',
    'Online now': 'https://www.cell.com/{journal}/inpress.rss',
  }),
  route(`${wiki}/wiki/Special:(Contributions|Contribs)/:name`, {
    Contributions: '{origin}/w/index.php?title=Special:Contributions/{name}&feed=atom',
  }),
  route(`${wiki}/wiki/Special:RecentChanges`, {
    Changes: '{origin}/w/index.php?title=Special:RecentChanges&feed=atom',
  }),
  route(`${wiki}/wiki/Special:NewPages`, {
    'New pages': '{origin}/w/index.php?title=Special:NewPages&feed=atom',
  }),
  route(`${wiki}(?:/wiki/Main_Page)?`, {
    'Featured articles': '{origin}/w/api.php?action=featuredfeed&feed=featured&feedformat=atom',
    'On this day': '{origin}/w/api.php?action=featuredfeed&feed=onthisday&feedformat=atom',
    'Pictures of the day': '{origin}/w/api.php?action=featuredfeed&feed=potd&feedformat=atom',
  }),
  route(`${wiki}/wiki/:title+`, { Changes: '{origin}/w/index.php?title={title}&action=history&feed=atom' }),
  route('news.google.com(?:/home)?', { 'Top stories': `${googleNews}{search}` }),
  route('news.google.com/search?q', { Search: `${googleNews}/search{search}` }),
  route('news.google.com/:list(topics|publications)/:id/*', { Stories: `${googleNews}/{list}/{id}{search}` }),
  route('(bbc.com|bbc.co.uk)(?:/news)?', { News: 'https://feeds.bbci.co.uk/news/rss.xml' }),
  route(
    '(bbc.com|bbc.co.uk)/news/:section(world(?:/[a-z_]+)?|uk|business|politics|health|education|technology|science_and_environment|entertainment_and_arts)',
    {
      News: 'https://feeds.bbci.co.uk/news/{section}/rss.xml',
    },
  ),
  route('(bbc.com|bbc.co.uk)/sport', { Sport: 'https://feeds.bbci.co.uk/sport/rss.xml' }),
  route('(bbc.com|bbc.co.uk)/sport/:section([a-z-]+)', {
    Sport: 'https://feeds.bbci.co.uk/sport/{section}/rss.xml',
  }),
  route('theguardian.com/:section([a-z-]+(?:/[a-z-]+)?)', {
    Articles: 'https://www.theguardian.com/{section}/rss',
  }),
  route('aljazeera.com', { News: 'https://www.aljazeera.com/xml/rss/all.xml' }),
  route('gov.uk/government/:list(organisations|people)/:name', {
    Announcements: 'https://www.gov.uk/government/{list}/{name}.atom',
  }),
  route('gov.uk/search/:list([a-z-]+)', { Publications: 'https://www.gov.uk/search/{list}.atom{search}' }),
]
