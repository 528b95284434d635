/** The 32-bit uplink counter. */
export const mostFCnt = 2 ** 32 - 1;
/** FPort is one octet. */
export const mostFPort = 255;
/** Gateways write channels in unsigned 32 bits. */
export const mostChannel = 2 ** 32 - 1;
