import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildDataFrame, type DataFrameContent } from './build-frame.ts';
import { counterCandidates } from './counter-candidates.ts';
import type { DataFrame } from './data-frame.ts';
import { type Candidate, findSession } from './find-session.ts';
import { createNodeAes } from './node-aes.ts';
import { parsePhyPayload } from './phy-payload.ts';
import type { SessionKeys } from './session-keys.ts';
import { anyKeys10, anyKeys11 } from './suite/any-keys.ts';
import { verifyData } from './verify-data.ts';

const aes = createNodeAes();
const devAddr = '49be7df1';
const highest = fc.option(fc.oneof(fc.nat(0x4_0000), fc.integer({ min: 0xfffe_0000, max: 0xffff_fffe })), { nil: undefined });
const candidate = fc.record({ keys: fc.oneof(anyKeys10, anyKeys11), highest });
const candidates = fc.array(candidate, { minLength: 1, maxLength: 12 });
const content = fc.record({
  direction: fc.constantFrom('up' as const, 'down' as const),
  confirmed: fc.boolean(),
  ack: fc.boolean(),
  fPort: fc.integer({ min: 1, max: 255 }),
  fOpts: fc.uint8Array({ maxLength: 15 }),
  plaintext: fc.uint8Array({ maxLength: 60 }),
  beside: fc.record({ txDr: fc.nat(6), txCh: fc.nat(7), confFCnt: fc.nat(0xffff) }),
});
type Content = Omit<DataFrameContent, 'devAddr' | 'fCnt'>;

function frameOf(keys: SessionKeys, fCnt: number, content: Content): DataFrame {
  const frame = parsePhyPayload(buildDataFrame(aes, keys, { ...content, devAddr, fCnt }));
  if (frame.kind !== 'data') throw new Error(`not a data frame: ${frame.kind}`);
  return frame;
}

const heard = ({ beside }: Content) => ({ txDrs: [beside?.txDr ?? 0], txChs: [beside?.txCh ?? 0], confFCnt: beside?.confFCnt ?? 0 });

test('among any candidates the one that sent the frame is found, with its whole counter', () => {
  fc.assert(
    fc.property(candidates, fc.nat(), fc.integer({ min: 1, max: 0xffff }), content, (candidates, at, step, content) => {
      const sender = candidates[at % candidates.length];
      const fCnt = (sender?.highest ?? -1) + step;
      if (!sender || fCnt > 0xffff_ffff) return;
      const found = findSession(aes, candidates, frameOf(sender.keys, fCnt, content), heard(content));
      expect(found).toEqual({ candidate: sender, fCnt, strength: 32 });
    }),
    { numRuns: 40 },
  );
});

test('truth 5: a frame of nobody, or with one bit changed, is found to be of nobody', () => {
  fc.assert(
    fc.property(candidates, anyKeys11, content, fc.nat(), (candidates, stranger, content, bit) => {
      expect(findSession(aes, candidates, frameOf(stranger, 7, content), heard(content))).toBeUndefined();
      const [sender] = candidates;
      const bytes = Uint8Array.from(frameOf(sender?.keys ?? stranger, 7, content).bytes);
      const at = 5 + ((bit >> 3) % (bytes.length - 5));
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7));
      const changed = parsePhyPayload(bytes);
      if (changed.kind === 'data') expect(findSession(aes, candidates, changed, heard(content))).toBeUndefined();
    }),
    { numRuns: 40 },
  );
});

test('what the sieve lets through is what a check of every key and counter finds', () => {
  fc.assert(
    fc.property(candidates, content, fc.nat(), fc.nat(0xffff), (candidates, content, at, fCnt16) => {
      const sender = candidates[at % candidates.length];
      if (!sender) return;
      const [fCnt = fCnt16] = counterCandidates(fCnt16, sender.highest).slice(-1);
      const frame = frameOf(sender.keys, fCnt, content);
      const fitting = candidates.flatMap((candidate: Candidate) =>
        counterCandidates(fCnt16, candidate.highest).filter((fCnt) => verifyData(aes, candidate.keys, frame, fCnt, heard(content))),
      );
      expect(fitting).toContain(findSession(aes, candidates, frame, heard(content))?.fCnt);
    }),
    { numRuns: 30 },
  );
});

test('a weak verdict stands only if no stronger one is found', () => {
  const fNwkSIntKey = new Uint8Array(16).fill(1);
  const others = [2, 3, 4].map((n) => ({ keys: { fNwkSIntKey: new Uint8Array(16).fill(n) }, highest: 0 }));
  const half = { keys: { fNwkSIntKey, nwkSEncKey: new Uint8Array(16).fill(9) }, highest: 0 };
  const whole = { keys: { fNwkSIntKey, sNwkSIntKey: new Uint8Array(16).fill(8) }, highest: 0 };
  const frame = frameOf(whole.keys, 1, { confirmed: false });
  expect(findSession(aes, [half, ...others], frame)).toEqual({ candidate: half, fCnt: 1, strength: 16 });
  expect(findSession(aes, [half, ...others, whole], frame)).toEqual({ candidate: whole, fCnt: 1, strength: 24 });
});
