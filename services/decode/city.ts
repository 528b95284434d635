import type { Catalogue } from '../../packages/codec/catalogue.ts';
import type { Box } from '../../packages/codec/contract.ts';
import type { RangeTable } from '../../packages/codec/normalise.ts';
import type { Aes } from '../../packages/lorawan/aes.ts';
import type { Region } from '../../packages/lorawan/regions/region.ts';
import type { OpenedKeys } from '../../packages/register/opened-keys.ts';
import type { RegisterView } from '../../packages/register/register-view.ts';
import type { ClaimBook } from './claim-book.ts';

/** What the steps know beside the message: the register, the keys, the counters of the partition, the box. */
export interface City {
  readonly register: RegisterView;
  readonly keys: OpenedKeys;
  readonly claims: ClaimBook;
  readonly aes: Aes;
  readonly region: Region;
  readonly netIds: readonly string[];
  readonly catalogue: Catalogue;
  readonly box: Box;
  readonly quantities?: RangeTable;
}
