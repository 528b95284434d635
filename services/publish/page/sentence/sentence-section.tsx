import { useState } from 'preact/hooks';
import { useNow } from '../data/clock.ts';
import { live, type Standing } from '../data/live.ts';
import type { Minute } from '../data/shapes.ts';
import { useLive } from '../data/use-live.ts';
import { useFormat } from '../format/use-format.ts';
import { Icon } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import { FateBar } from '../ledger/fate-bar.tsx';
import { useCell } from '../use-cell.ts';
import { Gloss } from './gloss.tsx';
import { minuteWords } from './minute-words.ts';
import { numberParts } from './number-parts.ts';
import './sentence.css';

/** What became of the frames of the last minute, in one sentence; what is wrong is said first and plainly. */
export function Sentence() {
  const w = useWords(minuteWords);
  const standing = useCell(live.standing);
  const [minute, setMinute] = useState<Minute>();
  useLive('minute', setMinute);
  return (
    <section id="now" class="sentence" aria-label={w.label} data-state={standing.state} data-lost={minute !== undefined && minute.lost > 0}>
      <Interruption standing={standing} isHeard={minute !== undefined} />
      {minute ? <Said minute={minute} /> : standing.state !== 'lost' && <p class="sentence-said quiet">{w.waiting}</p>}
      <div class="sentence-more">
        {minute && minute.quarantined > 0 && <a href="#refused">{w.see(minute.quarantined)}</a>}
        <Gloss />
      </div>
      <p class="visually-hidden" role="status">
        {minute && minute.lost > 0 && w.lost(minute.lost)}
      </p>
    </section>
  );
}

function Said({ minute }: { readonly minute: Minute }) {
  const w = useWords(minuteWords);
  const { lost, heard, forwarded, duplicate, quarantined } = minute;
  return (
    <>
      <p class="sentence-said">
        <Numbers text={w.sentence(minute)} />{' '}
        {(heard > 0 || lost > 0) && (
          <span class="sentence-lost" data-lost={lost > 0}>
            <Icon name={lost > 0 ? 'warning' : 'success'} /> <Numbers text={w.lost(lost)} />
          </span>
        )}
      </p>
      {heard > 0 && <FateBar fates={{ forwarded, duplicate, refused: quarantined }} of={heard} />}
      {heard === 0 && <p class="quiet">{w.quiet}</p>}
      {lost > 0 && (
        <p class="tag" data-kind="refusal">
          {w.lostMeans}
        </p>
      )}
    </>
  );
}

function Numbers({ text }: { readonly text: string }) {
  return <>{numberParts(text).map((part) => (part.isNumber ? <b class="figure">{part.text}</b> : part.text))}</>;
}

/** Said when the connection is gone, and when it is back: the only changes that a listener is told of by themselves. */
function Interruption({ standing, isHeard }: { readonly standing: Standing; readonly isHeard: boolean }) {
  const w = useWords(minuteWords);
  const { age } = useFormat();
  const at = useNow(1);
  return (
    <div role="status" class="sentence-interruption">
      {standing.state === 'lost' && (
        <p class="tag" data-kind="warning">
          <Icon name="warning" /> {isHeard ? w.interrupted : w.neverHeard}
        </p>
      )}
      {standing.state === 'lost' && isHeard && (
        <p class="quiet" aria-hidden="true">
          {w.since(age(standing.since, at))}
        </p>
      )}
    </div>
  );
}
