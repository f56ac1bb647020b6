/** Names in which one of the words stands anywhere, or stands last. */
const withWord = (...words: string[]) => new RegExp(`(?:^|-)(?:${words.join('|')})(?:-|$)`)
const withLastWord = (...words: string[]) => new RegExp(`(?:^|-)(?:${words.join('|')})$`)

/**
 * Words that page builders everywhere give to what is not the article, by kind. Names are lower case with hyphens:
 * `newsCaption` and `news__caption` are `news-caption`. Words that also name the article itself where it is for sale
 * (paywall, premium, subscriber) are left out on purpose.
 */
const kinds: Readonly<Record<string, RegExp>> = {
  caption: withLastWord('(?:captions?|credits?)(?:-(?:text|credit|wrap|wrapper|container))?'),
  byline: withLastWord(
    'by-?lines?|dateline|time-?stamp|dates?|updated|meta-?data|read(?:ing)?-time|about-(?:the-)?author',
    'author-?(?:s|bio|box|card|info|name|meta|excerpt|content|profile|details|description|block|section)?',
    '(?:posted|submitted)(?:-(?:by|on|date))?|publish(?:ed)?(?:-(?:date|info|time|on))?|pub-?date',
    '(?:entry|post|article|story|news|blog)-(?:meta|date|time|author|info|tags|views|utility|details)',
    'post-?meta(?:-?data)?',
  ),
  share: withWord(
    'shar(?:e|es|ing)|share-?(?:bar|box|this|tools|buttons?|links?)|follow-(?:us|me)',
    'socials?|social-?(?:media|links|icons|share|bar)|add-?this|add-?to-?any|sharedaddy',
  ),
  teaser: withWord(
    'related(?:-?(?:posts?|articles?|stories|content|links|news))?|recommend(?:ed|ations?)?|recirc(?:ulation)?',
    'trending|popular|most-(?:read|popular|viewed)|outbrain|taboola|teasers?|promos?|promo-?box|inline-?promo',
    'more-(?:stories|news|articles|from|on|posts|like|in)|read-(?:more|next|also|on)|also-(?:read|like|on)',
    'see-(?:also|more)|you-may|up-next|(?:next|prev|previous)-(?:post|article|story)|post-nav',
  ),
  request: withWord(
    'news-?letters?|subscribe|sign-?up|donat(?:e|ion)|cta|call-to-action|register|registration|log-?in|sign-?in',
  ),
  advertisement: withWord(
    'advert(?:s|isement|isements|ising|orial)?|ads|ad-?(?:slot|unit|container|wrapper|label|box|sense)',
    'google-?ads?|dfp|sponsor(?:s|ed)?|affiliate|promoted',
  ),
  menu: withWord(
    'bread-?crumbs?|pagination|pager|nav|nav-?bar|navigation|menus?|sub-?menu|tool-?bar',
    'skip-?(?:link|to|nav|content)|screen-reader(?:-text)?|sr-only|visually-?hidden|print-only|visible-print',
  ),
  popup: withWord(
    'cookies?|consent|gdpr|pop-?up|pop-?over|modal|overlay|light-?box|tool-?tip|rollover|hover-?card|drop-?down',
  ),
  // What a site itself leaves out on paper, and MediaWiki's links beside headings.
  notOnPaper: withWord('no-?print|hidden-print|print-none|edit-?section'),
  gallery: withWord('gallery|slide-?show|carousel|slider|resgallery'),
  tags: withLastWord('tags|tag-?(?:list|links|cloud)|cat(?:egory)?-links|categories|keywords'),
  comments: withWord('comments?|disqus|respond|comment-?(?:list|form|section|area|count)'),
  rights: withWord('copy-?right|disclaimer|disclosure|colophon'),
}

/** The kinds of furniture that the classes and ids in `names` speak of. */
export function furnitureKinds(names: string): string[] {
  const words = names
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/\s+/)
    .map((name) => name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, ''))
  return Object.entries(kinds).flatMap(([kind, pattern]) =>
    words.some((word) => pattern.test(word)) ? [kind] : [],
  )
}
