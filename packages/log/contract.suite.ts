import { describe } from '@jest/globals';
import { commitSuite } from './suite/commit.ts';
import { compactedSuite } from './suite/compacted.ts';
import { consumeSuite } from './suite/consume.ts';
import { followSuite } from './suite/follow.ts';
import type { Make } from './suite/on-log.ts';
import { recordsSuite } from './suite/records.ts';
import { sweepSuite } from './suite/sweep.ts';

/** What every engine of the log must do. `make` gives a fresh, empty log each time; see `LogFixture`. */
export function logSuite(name: string, make: Make): void {
  describe(name, () => {
    describe('records', () => recordsSuite(make));
    describe('compacted topics', () => compactedSuite(make));
    describe('waking', () => followSuite(make));
    describe('tenures', () => consumeSuite(make));
    describe('commit', () => commitSuite(make));
    describe('sweep', () => sweepSuite(make));
  });
}
