import { expect, test } from '@jest/globals';
import { partSeen, stepByKey, stepNamed, stepNames } from './life.ts';
import { lifeWords } from './life-words.ts';

test('keys move among the steps and stop at both ends', () => {
  expect(stepByKey('ArrowRight', 0, 8)).toBe(1);
  expect(stepByKey('ArrowDown', 7, 8)).toBe(7);
  expect(stepByKey('ArrowLeft', 0, 8)).toBe(0);
  expect(stepByKey('End', 2, 8)).toBe(7);
  expect(stepByKey('Home', 2, 8)).toBe(0);
  expect(stepByKey('Tab', 2, 8)).toBeUndefined();
});

test('each step is explained in both languages', () => {
  for (const step of stepNames) {
    for (const language of [lifeWords.en, lifeWords.fr]) {
      expect(language.titles[step].length).toBeGreaterThan(5);
      expect(language.means[step].length).toBeGreaterThan(60);
    }
  }
});

test('a step looks at a part of the frame; a step of a newer Vigie is no fault', () => {
  expect(partSeen('verify_mic')).toBe('MIC');
  expect(partSeen('forward')).toBeNull();
  expect(stepNamed('weigh')).toBeUndefined();
});
