import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import mqttPacket from 'mqtt-packet';
import { largestKnown, PacketGuard } from './packet-guard.ts';

const header = (length: number) => {
  const bytes = [0x30];
  for (let left = length; ; left = Math.floor(left / 128)) {
    bytes.push((left % 128) | (left >= 128 ? 0x80 : 0));
    if (left < 128) return Uint8Array.from(bytes);
  }
};

test('a stranger may announce a CONNECT, and no more', () => {
  expect(new PacketGuard().admits(header(16 * 1024))).toBe(true);
  expect(new PacketGuard().admits(header(16 * 1024 + 1))).toBe(false);
});

test('who has said who they are may send large packets, up to the limit', () => {
  const guard = new PacketGuard();
  guard.trust();
  expect(guard.admits(header(largestKnown))).toBe(true);
  const other = new PacketGuard();
  other.trust();
  expect(other.admits(header(largestKnown + 1))).toBe(false);
});

test('a remaining length of more than four bytes is none', () => {
  expect(new PacketGuard().admits(Uint8Array.of(0x30, 0x80, 0x80, 0x80, 0x80, 0x80))).toBe(false);
});

test('real packets pass, wherever the wire cuts them, and the next large one is seen', () => {
  const packets = fc.array(fc.record({ topic: fc.constantFrom('a', 'a/b/c'), size: fc.nat(2_000) }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(packets, fc.infiniteStream(fc.integer({ min: 1, max: 700 })), (sent, cuts) => {
      const bytes = Buffer.concat(
        sent.map(({ topic, size }) =>
          mqttPacket.generate({ cmd: 'publish', topic, payload: Buffer.alloc(size), qos: 0, dup: false, retain: false }),
        ),
      );
      const guard = new PacketGuard();
      for (let at = 0; at < bytes.length; ) {
        const end = at + (cuts.next().value ?? 1);
        expect(guard.admits(bytes.subarray(at, end))).toBe(true);
        at = end;
      }
      expect(guard.admits(header(20_000))).toBe(false);
    }),
  );
});
