import base from '../../jest.config.js';

/** The programs as people start them, each in a process of its own: `npm run test:programs`. */
export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/programs'],
  testMatch: ['**/*.programs.ts'],
};
