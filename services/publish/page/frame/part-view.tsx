import type { ComponentChildren } from 'preact';
import { type Part, stateOf } from '../data/part.ts';
import { useWords } from '../language/language.ts';
import { FaultNote } from './fault-note.tsx';
import { partWords } from './part-words.ts';

interface Props<T> {
  readonly part: Part<T>;
  readonly again?: () => void;
  /** The value holds nothing to show, so that `empty` is shown in its place. */
  isEmpty?(value: T): boolean;
  readonly empty?: ComponentChildren;
  children(value: T): ComponentChildren;
}

/** Shows a part in each of its states: loading, failed, empty, and ready, with a note when it could not be renewed. */
export function PartView<T>({ part, again, isEmpty, empty, children }: Props<T>) {
  const { value, fault } = part;
  const { stale } = useWords(partWords);
  const isBare = value !== undefined && isEmpty?.(value) === true;
  return (
    <div class="part" data-state={isBare ? 'empty' : stateOf(part)}>
      {value === undefined && !fault && <Loading />}
      {fault && <FaultNote fault={fault} words={value === undefined ? undefined : stale} again={again} />}
      {isBare && <div class="part-empty">{empty}</div>}
      {value !== undefined && !isBare && children(value)}
    </div>
  );
}

function Loading() {
  const { loading } = useWords(partWords);
  return (
    <p class="part-loading">
      <span class="part-bar" aria-hidden="true" />
      {loading}
    </p>
  );
}
