import { useEffect, useMemo } from 'preact/hooks';
import { type Cell, cell } from '../cell.ts';
import { useCell } from '../use-cell.ts';
import { ask } from './ask.ts';
import { loading, type Part } from './part.ts';

const nothing: Cell<Part<never>> = cell(loading);

/**
 * An answer of the API for as long as the component stands; asked again when the address changes or the live connection missed something.
 * Null: there is nothing to ask. The answer is kept as it is.
 */
export function useAsked<T>(address: string | null): { readonly part: Part<T>; again(): void } {
  const asked = useMemo(() => (address === null ? undefined : ask<T, T>(address, (answer) => answer)), [address]);
  useEffect(() => () => asked?.stop(), [asked]);
  const part = useCell<Part<T>>(asked?.part ?? nothing);
  return { part, again: () => asked?.again() };
}
