import './banner.css';
import { useCity } from '../data/city.ts';
import { useWords } from '../language/language.ts';
import { frameWords } from './frame-words.ts';

/** Over a simulated city: that it is one, and the way out. Over a real one: whose data these are. Its room is kept from the first moment. */
export function Banner() {
  const { value: city } = useCity();
  const w = useWords(frameWords);
  const kind = !city ? 'unknown' : city.simulated ? 'simulated' : 'real';
  return (
    <aside class="banner" data-kind={kind} aria-label={w.banner}>
      {kind === 'simulated' && (
        <p>
          <strong>{w.simulated}</strong>, {w.nothingReal} <a href="#do-one-thing">{w.connect}</a>
        </p>
      )}
      {kind === 'real' && city && (
        <p>
          <a href={city.licenceUrl} rel="license">
            {w.licence(city.licenceName)}
          </a>
        </p>
      )}
    </aside>
  );
}
