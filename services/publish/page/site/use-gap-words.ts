import { useFormat } from '../format/use-format.ts';
import { useWords } from '../language/language.ts';
import type { Gap } from './gaps.ts';
import { siteWords } from './site-words.ts';

/** Says a gap: from when to when, and why. */
export function useGapWords(): (gap: Gap) => string {
  const { gapFromTo, gaps } = useWords(siteWords);
  const { moment, length } = useFormat();
  return ({ from, to, reason }) => `${gapFromTo(moment(from, true), moment(to, true), length(to - from))} ${gaps[reason]}`;
}
