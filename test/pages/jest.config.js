import base from '../../jest.config.js';

/** The page in a real browser, before a real city in a process of its own: `npm run test:pages`. */
export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/pages'],
  testMatch: ['**/*.pages.ts'],
  testTimeout: 120_000,
  maxWorkers: 1,
};
