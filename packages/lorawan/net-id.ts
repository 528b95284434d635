/** NetID types 0 to 7: length of the DevAddr's NwkID, in bits; the type prefix before it is as many ones as the type, then a zero (TS002, NetID and DevAddr). */
const nwkIdLengths = [6, 6, 9, 11, 12, 13, 15, 17] as const;

/** Whether the DevAddr (8 hex digits) was assigned from the network of this NetID (6 hex digits). */
export function belongsToNetId(devAddr: string, netId: string): boolean {
  const id = Number.parseInt(netId, 16);
  const type = id >>> 21;
  const nwkIdLength = nwkIdLengths[type] ?? 0;
  const prefixLength = type + 1;
  const prefix = 2 ** prefixLength - 2;
  const nwkId = id % 2 ** nwkIdLength;
  const addrPrefix = Math.floor(Number.parseInt(devAddr, 16) / 2 ** (32 - prefixLength - nwkIdLength));
  return addrPrefix === prefix * 2 ** nwkIdLength + nwkId;
}
