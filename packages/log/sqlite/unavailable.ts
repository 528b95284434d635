import { LogUnavailable } from '../contract.ts';

/** What a person, a disk or another process can cause and cure; anything else is our bug and goes through as it is. */
const curable = /^SQLITE_(FULL|IOERR|BUSY|CANTOPEN|READONLY)/;

/** Runs `action`. @throws LogUnavailable (the cause names SQLite's code) when the file cannot be written or read now. */
export function orUnavailable<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined || !curable.test(code)) throw error;
    throw new LogUnavailable(`The log cannot be used now (${code}); nothing was written. Check disk space and the data folder.`, {
      cause: error,
    });
  }
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}
