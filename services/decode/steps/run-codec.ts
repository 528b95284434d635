import type { DeclaredDevice } from '../../../packages/codec/declared-device.ts';
import type { City } from '../city.ts';
import { completed, type Ended, quarantined } from '../ended.ts';
import type { Decrypted } from './decrypt.ts';

/** The vendor's named values. */
export interface Decoded extends Decrypted {
  readonly declared: DeclaredDevice;
  readonly data: unknown;
}

/** MAC commands alone (no FPort, or FPort 0) are complete here: nothing to decode. */
export function runCodec(decrypted: Decrypted, { catalogue, box }: City): Promise<Decoded | Ended> | Ended {
  const { fPort, time } = decrypted.record;
  if (fPort === undefined || fPort === 0) return completed;
  const declared = catalogue.device(decrypted.device.model);
  if (!declared) return quarantined('run_codec', 'no_codec', decrypted.device.model);
  if (declared.fPorts && !declared.fPorts.includes(fPort))
    return quarantined('run_codec', 'no_codec', `${declared.model} declares no codec for FPort ${fPort}.`);
  return box
    .run(declared.codec, { bytes: decrypted.bytes, fPort, recvTime: time })
    .then((output) =>
      output.outcome === 'decoded'
        ? { ...decrypted, declared, data: output.data }
        : quarantined('run_codec', output.outcome, output.detail),
    );
}
