import { CatalogueError } from '../../packages/codec/catalogue-error.ts';
import { WrongSetting } from '../../packages/config/wrong-setting.ts';
import { LogUnavailable } from '../../packages/log/contract.ts';
import { UnreadableRecord } from '../../packages/model/contents.ts';
import { MasterKeyRefused } from '../../packages/register/master-key.ts';
import { SeriesUnavailable } from '../../packages/series/contract.ts';
import { NoUtf8 } from '../register/read-text.ts';
import { SecretRefused } from './open-secret.ts';
import { isSystemError } from './using-setting.ts';

/** A folder holds what this Vigie cannot work with; the message says what to do. */
export class FolderRefused extends Error {
  override readonly name = 'FolderRefused';
}

/** Errors that a person can mend, and whose messages say how. */
const mendable = [
  WrongSetting,
  MasterKeyRefused,
  SecretRefused,
  FolderRefused,
  CatalogueError,
  NoUtf8,
  LogUnavailable,
  SeriesUnavailable,
  UnreadableRecord,
];

/** Why Vigie does not start, in one line; undefined: a fault of ours. */
export function startRefusal(error: unknown): string | undefined {
  if (mendable.some((kind) => error instanceof kind)) return oneLine((error as Error).message);
  if (isSystemError(error) && error.path !== undefined) return `${error.path} cannot be used (${error.code}).`;
  return undefined;
}

const oneLine = (text: string) => text.replaceAll(/\s*\n\s*/g, ' ');
