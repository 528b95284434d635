import { InvalidArgumentError } from 'commander';

/** @throws InvalidArgumentError, which commander puts in words. */
export function positive(text: string): number {
  return checked(text, (value) => value > 0 && value < Infinity, 'It wants a number above 0.');
}

export function deviceCount(text: string): number {
  return checked(text, (value) => Number.isInteger(value) && value >= 1 && value <= 65_536, 'It wants a whole number from 1 to 65536.');
}

export function counter(text: string): number {
  return checked(text, (value) => Number.isSafeInteger(value) && value >= 0, 'It wants a whole number, at least 0.');
}

export function share(text: string): number {
  return checked(text, (value) => value >= 0 && value <= 1, 'It wants a share from 0 to 1, such as 0.05.');
}

function checked(text: string, isRight: (value: number) => boolean, wants: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!isRight(value)) throw new InvalidArgumentError(wants);
  return value;
}
