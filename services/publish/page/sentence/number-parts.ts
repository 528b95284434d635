export interface TextPart {
  readonly text: string;
  readonly isNumber: boolean;
}

/** A text with its numbers apart, so that they can be set in figures of one width. */
export function numberParts(text: string): TextPart[] {
  return text
    .split(/(\d+(?:[\u202f,.]\d+)*)/)
    .map((part, index) => ({ text: part, isNumber: index % 2 === 1 }))
    .filter((part) => part.text !== '');
}
