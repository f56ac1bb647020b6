import { type Route, route } from './route.js'

const gitHub = 'https://github.com/{owner}/{repo}'
const gitHubFeeds = {
  Releases: `${gitHub}/releases.atom`,
  Commits: `${gitHub}/commits.atom`,
  Tags: `${gitHub}/tags.atom`,
}
const gitHubPages =
  'about|apps|codespaces|collections|contact|customer-stories|dashboard|edu|education|enterprise|events|explore|features|gist|issues|login|marketplace|mobile|models|new|notifications|organizations|partners|pricing|pulls|readme|search|security|sessions|settings|signup|site|solutions|sponsors|stars|team|topics|trending|watching|why-github'
const gitLab =
  '(?:gitlab\\.[\\w.-]+|salsa.debian.org|invent.kde.org|framagit.org|git.drupalcode.org|code.videolan.org|0xacab.org)'
const gitea = '(?:codeberg.org|gitea.com|git.disroot.org|(?:gitea|forgejo)\\.[\\w.-]+)'

/** GitLab on the hosts of a pattern; '' for any. */
export function gitLabRoutes(host: string): Route[] {
  const project = `${host}/:project([^/]+/(?!-/).+?)`
  const releases = {
    Releases: '{origin}/{project}/-/releases.atom',
    Tags: '{origin}/{project}/-/tags?format=atom',
  }
  return [
    route(`${host}/(explore|users|help|search|dashboard|admin|profile|api|oauth|import)/*`, {}),
    route(`${host}/:user`, { Activity: '{origin}/{user}.atom' }),
    route(
      `${project}/-/(tree|commits)/:branch+`,
      { Commits: '{origin}/{project}/-/commits/{branch}?format=atom' },
      releases,
    ),
    route(`${project}(?:/-/.*)?`, { ...releases, Activity: '{origin}/{project}.atom' }),
  ]
}

/** Gitea and Forgejo on the hosts of a pattern; '' for any. */
export function giteaRoutes(host: string): Route[] {
  const repo = '{origin}/{owner}/{repo}'
  const page = `${host}/:owner/:repo`
  const feeds = { Releases: `${repo}/releases.rss`, Commits: `${repo}/rss`, Tags: `${repo}/tags.rss` }
  return [
    route(`${host}/(explore|user|api|assets|admin|notifications|issues|pulls|repo|org)/*`, {}),
    route(`${host}/:owner`, { Activity: '{origin}/{owner}.rss' }),
    route(`${page}/releases/*`, { Releases: feeds.Releases }, feeds),
    route(`${page}/tags`, { Tags: feeds.Tags }, feeds),
    route(`${page}/(src|commits)/branch/:branch`, { Commits: `${repo}/rss/branch/{branch}` }, feeds),
    route(
      `${page}/(src|commits)/branch/:branch/:path+`,
      { History: `${repo}/rss/branch/{branch}/{path}` },
      feeds,
    ),
    route(`${page}/*`, feeds),
  ]
}

/** Places of source code and packages. */
export const code = [
  route('github.com/orgs/:owner/discussions/*', {
    Discussions: 'https://github.com/orgs/{owner}/discussions.atom',
  }),
  route('github.com/orgs/:owner/*', { Activity: 'https://github.com/{owner}.atom' }),
  route(`github.com/(${gitHubPages})/*`, {}),
  route('github.com/:owner', { Activity: 'https://github.com/{owner}.atom' }),
  route('github.com/:owner/:repo', gitHubFeeds),
  route('github.com/:owner/:repo/releases/*', { Releases: `${gitHub}/releases.atom` }, gitHubFeeds),
  route('github.com/:owner/:repo/tags', { Tags: `${gitHub}/tags.atom` }, gitHubFeeds),
  route('github.com/:owner/:repo/commits', { Commits: `${gitHub}/commits.atom` }, gitHubFeeds),
  route(
    'github.com/:owner/:repo/(tree|commits)/:branch',
    { Commits: `${gitHub}/commits/{branch}.atom` },
    gitHubFeeds,
  ),
  route(
    'github.com/:owner/:repo/(tree|blob|commits)/:branch/:path+',
    { History: `${gitHub}/commits/{branch}/{path}.atom` },
    gitHubFeeds,
  ),
  route('github.com/:owner/:repo/wiki/*', { Wiki: `${gitHub}/wiki.atom` }, gitHubFeeds),
  route(
    'github.com/:owner/:repo/discussions/categories/:category',
    { Discussions: `${gitHub}/discussions/categories/{category}.atom` },
    gitHubFeeds,
  ),
  route('github.com/:owner/:repo/discussions/*', { Discussions: `${gitHub}/discussions.atom` }, gitHubFeeds),
  route('github.com/:owner/:repo/*', gitHubFeeds),
  route('gist.github.com/(discover|starred|forked|search)/*', {}),
  route('gist.github.com/:user/:list(starred|forked)', {
    Gists: 'https://gist.github.com/{user}/{list}.atom',
  }),
  route('gist.github.com/:user/*', { Gists: 'https://gist.github.com/{user}.atom' }),
  ...gitLabRoutes(gitLab),
  ...giteaRoutes(gitea),
  route('git.sr.ht/:owner(~[^/]+)/:repo/*', {
    Commits: 'https://git.sr.ht/{owner}/{repo}/log/rss.xml',
    Tags: 'https://git.sr.ht/{owner}/{repo}/refs/rss.xml',
  }),
  route('sourceforge.net/projects/:project/files/*', {
    Files: 'https://sourceforge.net/projects/{project}/rss?path=/',
  }),
  route('sourceforge.net/(projects|p)/:project/*', {
    Files: 'https://sourceforge.net/projects/{project}/rss?path=/',
    Activity: 'https://sourceforge.net/p/{project}/activity/feed',
    News: 'https://sourceforge.net/p/{project}/news/feed',
  }),
  route('launchpad.net/:project([a-z][\\w.+-]*)', {
    Announcements: 'https://feeds.launchpad.net/{project}/announcements.atom',
    Bugs: 'https://feeds.launchpad.net/{project}/latest-bugs.atom',
  }),
  route('pypi.org', {
    Updates: 'https://pypi.org/rss/updates.xml',
    'New packages': 'https://pypi.org/rss/packages.xml',
  }),
  route('pypi.org/project/:name/*', { Releases: 'https://pypi.org/rss/project/{name}/releases.xml' }),
  route('crates.io/crates/:name/*', { Releases: 'https://static.crates.io/rss/crates/{name}.xml' }),
  route('crates.io', {
    Updates: 'https://static.crates.io/rss/updates.xml',
    'New crates': 'https://static.crates.io/rss/crates.xml',
  }),
  route('rubygems.org/gems/:name/*', { Releases: 'https://rubygems.org/gems/{name}/versions.atom' }),
  route('packagist.org/packages/:vendor/:name', {
    Releases: 'https://packagist.org/feeds/package.{vendor}/{name}.rss',
  }),
  route('packagist.org/packages/:vendor', { Releases: 'https://packagist.org/feeds/vendor.{vendor}.rss' }),
  // The registry of npm has no feeds of its own; Libraries.io makes them of it.
  route('npmjs.com/package/:name((?:@[^/]+/)?[^/]+)/*', ({ parts }) => ({
    Releases: `https://libraries.io/npm/${parts.name?.replace('/', '%2F')}/versions.atom`,
  })),
  route('libraries.io/:registry/:name/*', {
    Releases: 'https://libraries.io/{registry}/{name}/versions.atom',
  }),
  route('nuget.org/packages/:name/*', { Releases: 'https://www.nuget.org/packages/{name}/atom.xml' }),
  route('aur.archlinux.org/packages', { Packages: 'https://aur.archlinux.org/rss/' }),
  route('archlinux.org/packages', { Packages: 'https://archlinux.org/feeds/packages/' }),
  route('(?:[\\w-]+\\.)?statuspage.io', { Incidents: '{origin}/history.atom' }),
  route('(githubstatus.com|status.openai.com|discordstatus.com|cloudflarestatus.com|:name.instatus.com)/*', {
    Incidents: '{origin}/history.atom',
  }),
]
