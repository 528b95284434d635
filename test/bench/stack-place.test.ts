import { expect, test } from '@jest/globals';
import { placeOf } from './stack-place.ts';

const dist = 'file:///vigie/dist';
const libraries = 'file:///vigie/node_modules';

test.each([
  ['our code in a service', [`${dist}/packages/lorawan/cmac.js`, `${dist}/services/decode/life.js`], 'decode', 'packages/lorawan'],
  [
    'the engine on behalf of our code',
    ['', `${dist}/packages/model/contents.js`, `${dist}/services/store/a.js`],
    'store',
    'packages/model',
  ],
  ['what the broker calls', [`${dist}/services/ingest/inbox.js`, `${libraries}/aedes/lib/client.js`], 'ingest', 'services/ingest'],
  ['the broker and its like', [`${libraries}/mqtt-packet/parser.js`, 'node:events'], 'broker', 'aedes'],
  ['a library', [`${libraries}/zod/v4/core/parse.js`, `${dist}/services/store/a.js`], 'store', 'zod'],
  ['a row', [`${libraries}/better-sqlite3/lib/a.js`, `${dist}/packages/log/sqlite/append.js`], 'stages: read, commit', 'packages/log'],
  [
    'a commit',
    [`${libraries}/better-sqlite3/lib/methods/transaction.js`, `${dist}/packages/series/sqlite/a.js`, `${dist}/services/store/a.js`],
    'store',
    'packages/series: begin, commit',
  ],
  ['nobody', ['node:net'], 'Node', 'Node'],
])('%s', (_, urls, service, part) => {
  expect(placeOf(urls.map((url) => ({ functionName: '', url })))).toEqual({ service, part });
});
