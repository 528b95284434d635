/** A reason's meaning up to its colon, full stop or semicolon: what stands in a list. */
export function shortMeaning(meaning: string): string {
  return meaning.split(/[\s\u00a0\u202f]*[:;.](?:[\s\u00a0\u202f]|$)/)[0] ?? meaning;
}
