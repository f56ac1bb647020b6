/** Pictures drawn here, so that the page asks no other server for one. */

const colors = ['#5865f2', '#3ba55d', '#eb459e', '#e67e22', '#1abc9c', '#9b59b6']

/** The bot's picture: a page of news with a current running through it. */
export const botAvatar = dataUri(
  '<rect width="40" height="40" fill="#f2efe6"/><path d="M9 9h22v4H9z" fill="#1d3557"/>' +
    '<path d="M9 17h12v2H9zm0 4h8v2H9z" fill="#1d3557" opacity=".55"/>' +
    '<path d="M6 29q4.7-5 9.3 0t9.3 0 9.4 0" fill="none" stroke="#e63946" stroke-width="3" stroke-linecap="round"/>',
)

/** A person's picture: the first letter of the name on a color that is always the same for one id. */
export function userAvatar(id: string, name: string): string {
  const color = colors[Number(BigInt(/^\d+$/.test(id) ? id : '0') % BigInt(colors.length))] ?? colors[0]
  const letter = /[\p{L}\p{N}]/u.exec(name)?.[0]?.toUpperCase() ?? '?'
  return dataUri(
    `<rect width="40" height="40" fill="${color}"/><text x="20" y="27" text-anchor="middle" font-size="19" ` +
      `font-family="sans-serif" font-weight="600" fill="#fff">${letter}</text>`,
  )
}

function dataUri(drawing: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">${drawing}</svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
