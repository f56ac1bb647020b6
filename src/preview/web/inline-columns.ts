/** Discord sets up to three inline fields side by side: 1, 2, 3, and again 1; a full-width field starts over. */
export function inlineColumns(fields: { inline?: boolean }[]): (1 | 2 | 3 | undefined)[] {
  let column = 0
  return fields.map(({ inline }) => {
    if (!inline) {
      column = 0
      return undefined
    }
    column = (column % 3) + 1
    return column as 1 | 2 | 3
  })
}
