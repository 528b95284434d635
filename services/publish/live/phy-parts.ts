import type { DataFrame } from '../../../packages/lorawan/data-frame.ts';
import { parsePhyPayload } from '../../../packages/lorawan/phy-payload.ts';

/** Some bytes of a PHYPayload and what they say. */
export interface PhyPart {
  readonly name: 'MHDR' | 'DevAddr' | 'FCtrl' | 'FCnt' | 'FOpts' | 'FPort' | 'FRMPayload' | 'MIC' | 'MACPayload' | 'unreadable';
  /** Offset of the first byte. */
  readonly from: number;
  /** Offset after the last byte. */
  readonly to: number;
  /** In the standard's words, numbers and hex: the same in every language. */
  readonly value: string;
}

const mTypes = [
  'JoinRequest',
  'JoinAccept',
  'UnconfirmedDataUp',
  'UnconfirmedDataDown',
  'ConfirmedDataUp',
  'ConfirmedDataDown',
  'RejoinRequest',
];

/** The fields of a frame in their order on the air (LoRaWAN 1.0.4 §4); what is no PHYPayload is one part. Never throws. */
export function phyParts(bytes: Uint8Array): PhyPart[] {
  const frame = parsePhyPayload(bytes);
  switch (frame.kind) {
    case 'data':
      return dataParts(frame);
    case 'join_request':
    case 'join_accept':
    case 'rejoin_request':
      return inOrder([mhdr(bytes), ['MACPayload', bytes.length - 5, hex(bytes.subarray(1, -4))], ['MIC', 4, hex(bytes.subarray(-4))]]);
    case 'proprietary':
      return inOrder([['unreadable', bytes.length, 'Proprietary']]);
    case 'malformed':
      return inOrder([['unreadable', bytes.length, frame.detail]]);
  }
}

type Field = readonly [name: PhyPart['name'], length: number, value: string];

/** §4.3: FHDR = DevAddr, FCtrl, FCnt, FOpts; DevAddr and FCnt travel with their least byte first. */
function dataParts(frame: DataFrame): PhyPart[] {
  const { bytes, devAddr, fCnt16, fOpts, fPort, frmPayload, mic } = frame;
  return inOrder([
    mhdr(bytes),
    ['DevAddr', 4, devAddr],
    ['FCtrl', 1, fCtrlText(frame)],
    ['FCnt', 2, String(fCnt16)],
    ['FOpts', fOpts.length, hex(fOpts)],
    ['FPort', fPort === undefined ? 0 : 1, String(fPort)],
    ['FRMPayload', frmPayload.length, hex(frmPayload)],
    ['MIC', mic.length, hex(mic)],
  ]);
}

function mhdr(bytes: Uint8Array): Field {
  return ['MHDR', 1, mTypes[(bytes[0] ?? 0) >> 5] ?? ''];
}

function fCtrlText({ fCtrl }: DataFrame): string {
  const { fOptsLen, ...bits } = fCtrl;
  const names = { adr: 'ADR', adrAckReq: 'ADRACKReq', ack: 'ACK', classB: 'ClassB', fPending: 'FPending' } as const;
  const set = Object.entries(names).flatMap(([bit, name]) => ((bits as Record<string, boolean>)[bit] ? [name] : []));
  return [...set, `FOptsLen ${fOptsLen}`].join(', ');
}

/** Fields without a byte are not there. */
function inOrder(fields: readonly Field[]): PhyPart[] {
  let at = 0;
  return fields.flatMap(([name, length, value]) => {
    const from = at;
    at += length;
    return length > 0 ? [{ name, from, to: at, value }] : [];
  });
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
