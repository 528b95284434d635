import type { Aes } from '../../../packages/lorawan/aes.ts';
import { deriveSession10, deriveSession11 } from '../../../packages/lorawan/derive-session.ts';
import { type JoinAcceptContent, nonceOf, openJoinAccept } from '../../../packages/lorawan/join-accept.ts';
import type { RootKeys } from '../../../packages/lorawan/root-keys.ts';
import type { SessionKeys } from '../../../packages/lorawan/session-keys.ts';
import type { MacVersion, SessionRecord } from '../../../packages/model/register-entities.ts';
import type { OpenedKeys } from '../../../packages/register/opened-keys.ts';
import type { RegisterView } from '../../../packages/register/register-view.ts';
import type { PlainSession } from '../../../packages/register/session-keys.ts';
import type { HeardRequest, Pair } from './join-book.ts';

export interface JoinKnowledge {
  readonly register: RegisterView;
  readonly keys: OpenedKeys;
  readonly aes: Aes;
}

/** The session that the accept begins for the device of the request; undefined: it answers another one. @throws SealBroken */
export function sessionOfJoin({ request, accept }: Pair, { register, keys, aes }: JoinKnowledge): PlainSession | undefined {
  const registered = register.rootKeysOf(request.device);
  if (!registered) return undefined;
  const roots = keys.rootKeysOf(registered);
  const answered = { request: request.frame, joinEui: request.frame.joinEui ?? registered.joinEui ?? '0000000000000000' };
  const content = openJoinAccept(aes, roots, answered, accept.frame);
  if (!content) return undefined;
  const { fNwkSIntKey, ...others } = derive(aes, roots, content, answered.joinEui, request);
  return {
    device: request.device,
    macVersion: others.sNwkSIntKey ? registered.macVersion : as10(registered.macVersion),
    devAddr: content.devAddr,
    nwkSKey: fNwkSIntKey,
    ...others,
    origin: 'joined',
    since: beginning(accept.receivedTime, register.sessionsOf(request.device)),
  };
}

/** After every session that is known already, however coarse the clock. */
const beginning = (receivedTime: number, known: readonly SessionRecord[]): number =>
  Math.max(receivedTime, ...known.map(({ since = Number.NEGATIVE_INFINITY }) => since + 1));

/** 1.1 §6.1.2: as the accept's OptNeg says. */
function derive(aes: Aes, roots: RootKeys, content: JoinAcceptContent, joinEui: string, { frame }: HeardRequest): SessionKeys {
  const { appKey, nwkKey } = roots;
  const nonces = { joinNonce: content.joinNonce, devNonce: nonceOf(frame) };
  return content.optNeg && nwkKey
    ? deriveSession11(aes, { appKey, nwkKey }, nonces, joinEui)
    : deriveSession10(aes, nwkKey ?? appKey, nonces, content.netId);
}

/** A device of 1.1 on a server of 1.0 speaks as 1.0.2 does (1.1 §6.1.2, OptNeg unset). */
const as10 = (version: MacVersion): MacVersion => (version.startsWith('1.1') ? '1.0.2' : version);
