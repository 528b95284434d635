import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { checkReconstruction, checkSequence } from './suite/check-counter.ts';
import { checkDecryption, checkFOptsDecryption, checkFrame } from './suite/check-frame.ts';
import { checkGatewayFrame } from './suite/check-gateway-frame.ts';
import { checkDerivation, checkJoinAccept, checkJoinRequest, checkRejoinRequest } from './suite/check-join.ts';
import { checkEndToEnd, checkUnwrapping } from './suite/check-key.ts';
import type { Vector } from './suite/vector.ts';

/** Vectors of public suites; the file is shared with other projects and not part of this one. */
const file = new URL('../../../shared/vectors/lorawan-vectors.json', import.meta.url);
const vectors: Vector[] = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] }).vectors : [];
if (vectors.length === 0) console.info('The shared LoRaWAN vectors are not there: nothing of them was checked.');

/** What is checked of each kind. */
const checks: Readonly<Record<string, (vector: Vector) => void>> = {
  'data-uplink': checkFrame,
  'data-downlink': checkFrame,
  negative: checkAny,
  'parse-only': checkAny,
  'join-request': checkJoinRequest,
  'rejoin-request': checkRejoinRequest,
  'join-accept': checkJoinAccept,
  'key-derivation': checkDerivation,
  'frm-payload-decrypt': checkDecryption,
  'fopts-decrypt': checkFOptsDecryption,
  'key-unwrap-rfc3394': checkUnwrapping,
  'fcnt-reconstruct': checkReconstruction,
  sequence: checkSequence,
  'e2e-uplink': checkEndToEnd,
  'gateway-uplink-frame': checkGatewayFrame,
};

/** A frame of the type that the vector names. */
function checkAny(vector: Vector): void {
  const byType: typeof checks = { JoinRequest: checkJoinRequest, JoinAccept: checkJoinAccept, RejoinRequest: checkRejoinRequest };
  (byType[String(vector.expect['mtype'])] ?? checkFrame)(vector);
}

test('every vector is of a kind that is checked', () => {
  expect(vectors.filter(({ kind }) => checks[kind] === undefined).map(({ id, kind }) => `${id} (${kind})`)).toEqual([]);
});

for (const vector of vectors) test(`vector ${vector.id} (${vector.kind})`, () => checks[vector.kind]?.(vector));
