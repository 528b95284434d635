import { variableOf } from '../config/setting-fields.ts';
import { WrongSetting } from '../config/wrong-setting.ts';

/**
 * Does what a setting asks for; what the machine refuses becomes one line about that setting.
 * @param setting as in the settings file, e.g. `http.port`. @throws WrongSetting
 */
export async function usingSetting<T>(setting: string, got: string | number, wants: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw refused(setting, got, wants, error);
  }
}

/** As `usingSetting`, for `<setting>.host` and `<setting>.port`. */
export async function listening<T>(setting: string, { host, port }: { host: string; port: number }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isSystemError(error) || !['listen', 'getaddrinfo'].includes(error.syscall)) throw error;
    const aboutPort = error.code === 'EADDRINUSE' || error.code === 'EACCES';
    if (aboutPort) throw refused(`${setting}.port`, port, 'a port that is free and that this user may open', error);
    throw refused(`${setting}.host`, host, 'an address of this machine', error);
  }
}

/** What the operating system refuses, as Node says it. */
export interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
  readonly path?: string;
}

export function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

function refused(setting: string, got: string | number, wants: string, cause: SystemError): WrongSetting {
  const variable = variableOf(setting.split('.'));
  return new WrongSetting(`Setting ${setting} (${variable}): got ${JSON.stringify(got)}, wants ${wants} (${cause.code}).`, { cause });
}
