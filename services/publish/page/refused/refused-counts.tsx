import { useState } from 'preact/hooks';
import type { Minute } from '../data/shapes.ts';
import { useLive } from '../data/use-live.ts';
import { useFormat } from '../format/use-format.ts';
import { useWords } from '../language/language.ts';
import { reasonsOf } from '../sentence/minute.ts';
import { useReasons } from './reasons.ts';
import { refusedWords } from './refused-words.ts';
import { shortMeaning } from './short-meaning.ts';

/** What is public of refusals in a real city: how many, and why. */
export function RefusedCounts() {
  const w = useWords(refusedWords);
  const { language, number } = useFormat();
  const reasons = useReasons();
  const [minute, setMinute] = useState<Minute>();
  useLive('minute', setMinute);
  const counts = minute ? reasonsOf(minute) : [];
  return (
    <div class="refused-counts">
      <h3>{w.realCounts}</h3>
      {counts.length === 0 && <p>{w.realNone}</p>}
      <ul>
        {counts.map(([name, count]) => (
          <li key={name}>
            <b class="figure">{number(count)}</b> {shortMeaning(reasons.get(name)?.meaning[language] ?? name)}
          </li>
        ))}
      </ul>
      <p>
        <a href="#ledger">{w.ledger}</a>
      </p>
    </div>
  );
}
