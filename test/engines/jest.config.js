import base from '../../jest.config.js';

/** Suites against real servers, which they start by themselves: `npm run test:engines`. */
export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/engines'],
  testMatch: ['**/*.engines.ts'],
  testTimeout: 60_000,
  globalSetup: '<rootDir>/test/engines/start-servers.ts',
  globalTeardown: '<rootDir>/test/engines/stop-servers.ts',
};
