import type { Activation, Fleet } from './chirpstack-stand-in.ts';

/** The NwkSKey three times, as ChirpStack keeps a session of LoRaWAN 1.0.x. */
export function activation10(devAddr: string, nwkSKey: string, appSKey: string): Activation {
  return { devAddr, fNwkSIntKey: nwkSKey, sNwkSIntKey: nwkSKey, nwkSEncKey: nwkSKey, appSKey };
}

const zeros = '0'.repeat(32);

/**
 * A small fleet in mid-life. The first sessions are those that a real ChirpStack 4.19 had of devices `otaa-103` and `otaa-11` when it was recorded;
 * names and tags are invented: people wrote them, and two of them name somebody.
 */
export function exampleFleet(): Fleet {
  return {
    tenant: 'a37256be-3f35-437f-ac9c-d828b6b76c60',
    applications: [
      { id: '886945a4-1cdb-4492-8639-95ba44b69b79', name: 'Air' },
      { id: '17c82e96-be03-4f38-aef3-f83d48582d97', name: 'Ecoles' },
    ],
    profiles: [
      { id: '14855bf7-d10d-4aee-b618-ebfcb64dc7ad', name: 'Test floats', macVersion: '1.0.3', codec: 'function decodeUplink() {}' },
      { id: '24855bf7-d10d-4aee-b618-ebfcb64dc7ad', name: 'Ours', macVersion: '1.1.0', vendorName: 'Test', deviceName: 'Floats' },
      { id: '34855bf7-d10d-4aee-b618-ebfcb64dc7ad', name: 'Whatever', macVersion: '1.0.4' },
    ],
    devices: [
      {
        devEui: '0102030405060701',
        profile: '14855bf7-d10d-4aee-b618-ebfcb64dc7ad',
        application: '886945a4-1cdb-4492-8639-95ba44b69b79',
        name: 'Balcon de Mme Martin',
        tags: { lat: '48.8566', lon: '2.3522', contact: 'Jeanne Martin' },
        joinEui: '70b3d57ed0000001',
        keys: { nwkKey: '000102030405060708090a0b0c0d0e0f', appKey: zeros },
        activation: activation10('0199cd5d', '9d0eba2b3b75fff0a407253e061e6139', 'e782a7879806624eee867529ce84735e'),
      },
      {
        devEui: '0102030405060704',
        profile: '24855bf7-d10d-4aee-b618-ebfcb64dc7ad',
        application: '886945a4-1cdb-4492-8639-95ba44b69b79',
        name: 'Place du Marché',
        tags: { lat: '48.86', lon: '2.36' },
        joinEui: '70b3d57ed0000001',
        keys: { nwkKey: '101112131415161718191a1b1c1d1e1f', appKey: '202122232425262728292a2b2c2d2e2f' },
        activation: {
          devAddr: '01f21e4a',
          fNwkSIntKey: '303132333435363738393a3b3c3d3e3f',
          sNwkSIntKey: '404142434445464748494a4b4c4d4e4f',
          nwkSEncKey: '505152535455565758595a5b5c5d5e5f',
          appSKey: '606162636465666768696a6b6c6d6e6f',
        },
      },
      {
        devEui: '0102030405060709',
        profile: '34855bf7-d10d-4aee-b618-ebfcb64dc7ad',
        application: '17c82e96-be03-4f38-aef3-f83d48582d97',
        name: 'salle 3',
      },
    ],
  };
}
