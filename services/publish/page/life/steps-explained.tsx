import { useWords } from '../language/language.ts';
import { stepNames } from './life.ts';
import { lifeWords } from './life-words.ts';

/** The eight steps in words, where no frame may be shown. */
export function StepsExplained() {
  const w = useWords(lifeWords);
  return (
    <>
      <p class="quiet">{w.real}</p>
      <ol class="steps-explained">
        {stepNames.map((step) => (
          <li key={step}>
            <h3>{w.titles[step]}</h3>
            <p>{w.means[step]}</p>
          </li>
        ))}
      </ol>
    </>
  );
}
