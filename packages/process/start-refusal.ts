import { CatalogueError } from '../codec/catalogue-error.ts';
import { WrongSetting } from '../config/wrong-setting.ts';
import { LogUnavailable } from '../log/contract.ts';
import { UnreadableRecord } from '../model/contents.ts';
import { MasterKeyRefused } from '../register/master-key.ts';
import { SeriesUnavailable } from '../series/contract.ts';
import { SecretRefused } from './open-secret.ts';
import { isSystemError } from './using-setting.ts';

/** A folder holds what this Vigie cannot work with; the message says what to do. */
export class FolderRefused extends Error {
  override readonly name = 'FolderRefused';
}

/** Errors that a person can mend, and whose messages say how. */
const mendable: readonly Kind[] = [
  WrongSetting,
  MasterKeyRefused,
  SecretRefused,
  FolderRefused,
  CatalogueError,
  LogUnavailable,
  SeriesUnavailable,
  UnreadableRecord,
];

type Kind = abstract new (...parameters: never[]) => Error;

/** Why Vigie does not start, in one line; undefined: a fault of ours. @param also kinds of errors that are the service's own */
export function startRefusal(error: unknown, also: readonly Kind[] = []): string | undefined {
  if ([...mendable, ...also].some((kind) => error instanceof kind)) return oneLine((error as Error).message);
  if (isSystemError(error) && error.path !== undefined) return `${error.path} cannot be used (${error.code}).`;
  return undefined;
}

const oneLine = (text: string) => text.replaceAll(/\s*\n\s*/g, ' ');
