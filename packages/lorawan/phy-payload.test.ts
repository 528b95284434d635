import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parsePhyPayload } from './phy-payload.ts';

const parse = (hex: string) => parsePhyPayload(Uint8Array.from(Buffer.from(hex, 'hex')));
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('an uplink with FOpts, FPort and FRMPayload', () => {
  const frame = parse('80f17dbe49f2ff01020311aabb01020304');
  if (frame.kind !== 'data' || frame.direction !== 'up') throw new Error(`not an uplink: ${frame.kind}`);
  expect(frame.confirmed).toBe(true);
  expect(frame.devAddr).toBe('49be7df1');
  expect(frame.fCtrl).toEqual({ adr: true, adrAckReq: true, ack: true, classB: true, fOptsLen: 2 });
  expect(frame.fCnt16).toBe(0x01ff);
  expect(frame.fPort).toBe(0x11);
  expect([frame.fOpts, frame.frmPayload, frame.mic].map(hex)).toEqual(['0203', 'aabb', '01020304']);
});

test('a downlink: FPending in the place of ClassB', () => {
  const frame = parse('60f17dbe4990020001020304');
  if (frame.kind !== 'data' || frame.direction !== 'down') throw new Error(`not a downlink: ${frame.kind}`);
  expect(frame.confirmed).toBe(false);
  expect(frame.fCtrl).toEqual({ adr: true, ack: false, fPending: true, fOptsLen: 0 });
  expect('fPort' in frame).toBe(false);
  expect(frame.frmPayload).toHaveLength(0);
});

test('an FPort without FRMPayload is legal', () => {
  expect(parse('40f17dbe49000300012a3518af')).toMatchObject({ kind: 'data', fPort: 1 });
});

test.each([
  ['nothing', '', 'empty'],
  ['Major 1', '41f17dbe4900030001020304', 'Major is 1'],
  ['11 bytes', '40f17dbe49000300010203', 'at least 12 bytes; this one has 11'],
  ['FOpts longer than the frame', '40f17dbe49010300aabbccdd', 'FOptsLen is 1, but only 0 bytes'],
  ['FPort 0 beside FOpts', '40f17dbe490103000200aabbccdd', 'MAC commands in both places'],
  ['256 bytes', `40${'00'.repeat(255)}`, 'has 256 bytes; the longest has 255'],
  ['a short JoinRequest', `00${'00'.repeat(21)}`, 'JoinRequest has 23 bytes; this one has 22'],
  ['a long JoinRequest', `00${'00'.repeat(23)}`, 'this one has 24'],
  ['a JoinAccept between its two lengths', `20${'00'.repeat(17)}`, 'JoinAccept has 17 or 33 bytes; this one has 18'],
  ['a RejoinRequest of type 3', `c003${'00'.repeat(17)}`, 'RejoinRequest'],
])('malformed: %s', (_, bytes, detail) => {
  expect(parse(bytes)).toEqual({ kind: 'malformed', detail: expect.stringContaining(detail) });
});

test('joins: EUIs and NetID are turned to big-endian', () => {
  expect(parse('00080706050403020118171615141312110201aabbccdd')).toMatchObject({
    kind: 'join_request',
    joinEui: '0102030405060708',
    devEui: '1112131415161718',
    devNonce: 0x0102,
  });
  expect(parse('c0000302010807060504030201020111da47bd')).toMatchObject({
    kind: 'rejoin_request',
    rejoinType: 0,
    netId: '010203',
    devEui: '0102030405060708',
    rjCount: 0x0102,
  });
  expect(parse('c001080706050403020118171615141312110201aabbccdd')).toMatchObject({
    kind: 'rejoin_request',
    rejoinType: 1,
    joinEui: '0102030405060708',
    devEui: '1112131415161718',
    rjCount: 0x0102,
  });
  expect(parse(`20${'00'.repeat(32)}`).kind).toBe('join_accept');
  expect(parse('e0').kind).toBe('proprietary');
});

test('random bytes never throw, and a data frame gives back all its bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(7), (bytes, mType) => {
      if (bytes.length > 0) bytes[0] = mType << 5;
      const frame = parsePhyPayload(bytes);
      if (frame.kind !== 'data') return;
      const port = frame.fPort === undefined ? '' : hex(Uint8Array.of(frame.fPort));
      expect(hex(bytes.subarray(0, 8)) + hex(frame.fOpts) + port + hex(frame.frmPayload) + hex(frame.mic)).toBe(hex(bytes));
      expect(frame.fOpts).toHaveLength(frame.fCtrl.fOptsLen);
    }),
    { numRuns: 2000 },
  );
});

test('every truncation of a frame is read or refused, never thrown', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 12, maxLength: 60 }), (bytes) => {
      for (let length = 0; length <= bytes.length; length++) {
        expect(parsePhyPayload(bytes.subarray(0, length)).kind).toEqual(expect.any(String));
      }
    }),
  );
});
