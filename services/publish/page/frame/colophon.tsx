import './colophon.css';
import { useCity } from '../data/city.ts';
import { useWords } from '../language/language.ts';
import { frameWords } from './frame-words.ts';

/** Under which licence, by what, and whom the page speaks to. */
export function Colophon() {
  const { value: city } = useCity();
  const { licence, licenceOfNothing, api, made, noOther } = useWords(frameWords);
  return (
    <footer class="colophon">
      {city && (
        <p>
          <a href={city.licenceUrl} rel="license">
            {licence(city.licenceName)}
          </a>{' '}
          {city.simulated && licenceOfNothing}
        </p>
      )}
      <p>{noOther}</p>
      <p>
        <a href="api">{api}</a> · {made} {city?.version}
      </p>
    </footer>
  );
}
