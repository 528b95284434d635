/** What the command was asked for cannot be done; the message is one line that says why, and what to do. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** For errors of files and connections: @throws Refused with `words` and the system's code. */
export const refuse =
  (words: string) =>
  (cause: NodeJS.ErrnoException): never => {
    throw new Refused(`${words} (${cause.code ?? cause.name}).`, { cause });
  };
