import { InvalidArgumentError } from 'commander';
import { sensorModels } from '../../packages/testkit/sensor-models.ts';

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

/** Names that a comma parts; each must be of a model that can be simulated. */
export function modelNames(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => sensorModels.has(name))) return names;
  throw new InvalidArgumentError(`It wants names parted by commas, of ${[...sensorModels.keys()].join(', ')}.`);
}

function checked(text: string, isRight: (value: number) => boolean, wants: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!isRight(value)) throw new InvalidArgumentError(wants);
  return value;
}
