import { SeriesUnavailable } from '../contract.ts';

/** What an operator does about each kind of trouble; after that the same call works. */
const remedies: Record<string, string> = {
  SQLITE_FULL: 'its disk is full: free some space',
  SQLITE_IOERR: 'its disk does not answer: check the disk',
  SQLITE_BUSY: 'another program holds its file: close that program',
  SQLITE_CANTOPEN: 'its file cannot be opened: check that the folder exists and belongs to this user',
  SQLITE_READONLY: 'its file may not be written: check the rights of the file and its folder',
};

/**
 * Does the work; trouble that passes becomes SeriesUnavailable, any other error stays what it is.
 * @throws SeriesUnavailable
 */
export function orUnavailable<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw unavailable(error) ?? error;
  }
}

function unavailable(error: unknown): SeriesUnavailable | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return undefined;
  const trouble = Object.keys(remedies).find((known) => code === known || code.startsWith(`${known}_`));
  if (trouble === undefined) return undefined;
  return new SeriesUnavailable(`The series store cannot be used now (${code}); ${remedies[trouble]}.`, { cause: error });
}
