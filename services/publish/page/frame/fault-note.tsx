import type { Fault } from '../data/fault.ts';
import { useWords } from '../language/language.ts';
import { Icon } from './icon.tsx';
import { partWords } from './part-words.ts';

interface Props {
  readonly fault: Fault;
  /** What it means here; without, what such a fault means anywhere, and what the server says about it. */
  readonly words?: string | undefined;
  readonly again?: (() => void) | undefined;
}

/** What went wrong, what it means for the reader, and what can be done. */
export function FaultNote({ fault, words, again }: Props) {
  const { faults, again: tryAgain, serverSays } = useWords(partWords);
  return (
    <div class="part-fault" data-kind={fault.kind}>
      <p>
        <Icon name="warning" /> {words ?? faults[fault.kind]}
      </p>
      {words === undefined && fault.detail !== '' && (
        <p class="quiet">
          {serverSays} <span lang="en">{fault.detail}</span>
        </p>
      )}
      {again && (
        <button type="button" class="button" onClick={again}>
          {tryAgain}
        </button>
      )}
    </div>
  );
}
