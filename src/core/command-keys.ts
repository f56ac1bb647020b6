/**
 * Under which keys the languages in `data/locales` translate what belongs to commands. English has none of them: it
 * stands in the command's file, so that a command is written in one place. `path` is the name of the command, its
 * subcommand and its option, as far as there are any: `['source', 'add', 'address']`.
 */
export const commandKeys = {
  /** Of a command or subcommand, as people type it, or of an entry in the menu of a message. */
  name: (path: readonly string[]) => `names.${path.join('.')}`,
  description: (path: readonly string[]) => `commands.${path.join('.')}`,
  /** Options that are called the same are the same in all commands. */
  option: (name: string) => `options.${name}`,
  /** One of the values that an option offers. */
  choice: (option: string, value: string) => `choices.${option}.${value}`,
}
