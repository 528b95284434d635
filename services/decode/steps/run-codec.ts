import type { CodecOutput } from '../../../packages/codec/contract.ts';
import type { DeclaredDevice } from '../../../packages/codec/declared-device.ts';
import type { ClaimState } from '../../../packages/model/claim-state.ts';
import type { City } from '../city.ts';
import { isResting, restAfter } from '../codec-rest.ts';
import { completed, type Ended, quarantined } from '../ended.ts';
import type { Decrypted } from './decrypt.ts';

/** The vendor's named values. */
export interface Decoded extends Decrypted {
  readonly declared: DeclaredDevice;
  readonly data: unknown;
}

/** MAC commands alone (no FPort, or FPort 0) are complete here: nothing to decode. */
export function runCodec(decrypted: Decrypted, city: City): Promise<Decoded | Ended> | Ended {
  const { fPort } = decrypted.record;
  if (fPort === undefined || fPort === 0) return completed;
  const declared = city.catalogue.device(decrypted.device.model);
  if (!declared) return quarantined('run_codec', 'no_codec', decrypted.device.model);
  if (declared.fPorts && !declared.fPorts.includes(fPort))
    return quarantined('run_codec', 'no_codec', `${declared.model} declares no codec for FPort ${fPort}.`);
  return inTurn(new CodecRun(decrypted, declared, fPort, city), city);
}

/**
 * A session's runs are judged in the order of the log: after one that hit a limit the codec rests for a time, and what comes meanwhile ends
 * without its word, so that one device costs others no more than a run a minute, however much it sends (truth 7). They begin side by side as
 * long as nothing is amiss, which changes nothing about the outcome.
 */
function inTurn(run: CodecRun, { claims }: City): Promise<Decoded | Ended> {
  if (!run.rest) run.begin();
  return claims.codecTurns.take(run.session, () => run.judge());
}

class CodecRun {
  readonly #decrypted: Decrypted;
  readonly #declared: DeclaredDevice;
  readonly #fPort: number;
  readonly #city: City;
  #output: Promise<CodecOutput> | undefined;
  #isWanted = true;

  constructor(decrypted: Decrypted, declared: DeclaredDevice, fPort: number, city: City) {
    this.#decrypted = decrypted;
    this.#declared = declared;
    this.#fPort = fPort;
    this.#city = city;
  }

  get session(): string {
    return this.#decrypted.claim.session;
  }

  /** Set while the codec's last run for this session hit a limit. */
  get rest(): ClaimState['rest'] {
    return this.#city.claims.session(this.session)?.rest;
  }

  begin(): Promise<CodecOutput> {
    const { bytes, record } = this.#decrypted;
    const input = { bytes, fPort: this.#fPort, recvTime: record.time };
    this.#output ??= this.#city.box.run(this.#declared.codec, input, () => this.#isWanted);
    return this.#output;
  }

  async judge(): Promise<Decoded | Ended> {
    const { rest } = this;
    if (isResting(rest, this.#declared.codec.id, this.#decrypted.taken)) return this.#leave(rest);
    const output = await this.begin();
    this.#remember(output);
    if (output.outcome !== 'decoded') return quarantined('run_codec', output.outcome, output.detail);
    return { ...this.#decrypted, declared: this.#declared, data: output.data };
  }

  #leave({ limits, until }: NonNullable<ClaimState['rest']>): Ended {
    this.#isWanted = false;
    // A box that fails is told to whoever still waits for it.
    this.#output?.catch(() => undefined);
    const from = new Date(until).toISOString();
    const words = `Not run: the codec took all it may take on this device's frames, ${limits} in a row. It runs again on what comes from ${from} on.`;
    return quarantined('run_codec', 'codec_limit', words);
  }

  #remember({ outcome }: CodecOutput): void {
    const { claims } = this.#city;
    const state = claims.session(this.session);
    if (!state || (outcome !== 'codec_limit' && !state.rest)) return;
    const { rest, ...others } = state;
    const next = outcome === 'codec_limit' ? { rest: restAfter(rest, this.#declared.codec.id, this.#decrypted.taken) } : {};
    claims.sessions.set(this.session, { ...others, ...next });
  }
}
