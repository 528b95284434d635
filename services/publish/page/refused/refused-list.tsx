import type { Refused } from '../data/shapes.ts';
import { useFormat } from '../format/use-format.ts';
import { useWords } from '../language/language.ts';
import type { Followed } from './followed.ts';
import { useReasons } from './reasons.ts';
import { refusedWords } from './refused-words.ts';
import { shortMeaning } from './short-meaning.ts';

interface Props {
  /** The newest first. */
  readonly frames: readonly Refused[];
  readonly shown: Followed<Refused>;
  choose(frame: Refused, isChosen: boolean): void;
}

/** The latest refused frames, to choose from; what is chosen stays until the reader goes back to the newest. */
export function RefusedList({ frames, shown, choose }: Props) {
  const w = useWords(refusedWords);
  const newest = frames[0];
  return (
    <div class="refused-list">
      <h3>{w.list}</h3>
      <p class="quiet">{shown.isChosen ? w.held : w.choose}</p>
      <ol>
        {frames.map((frame) => (
          <li key={frame.message}>
            <Choice frame={frame} isShown={frame.message === shown.frame.message} choose={() => choose(frame, true)} />
          </li>
        ))}
      </ol>
      {shown.isChosen && newest && (
        <button type="button" class="button" onClick={() => choose(newest, false)}>
          {w.newest}
        </button>
      )}
    </div>
  );
}

function Choice({ frame, isShown, choose }: { readonly frame: Refused; readonly isShown: boolean; choose(): void }) {
  const { language, moment } = useFormat();
  const reason = useReasons().get(frame.reason);
  return (
    <button type="button" class="refused-choice" aria-pressed={isShown} onClick={choose}>
      <span class="figure">{moment(Date.parse(frame.receivedTime), true)}</span>
      <span>{reason ? shortMeaning(reason.meaning[language]) : frame.reason}</span>
    </button>
  );
}
