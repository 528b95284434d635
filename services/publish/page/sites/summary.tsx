import { Icon, type IconName } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import { openSite } from './chosen.ts';
import { sensorWords } from './sensor-words.ts';
import type { ShownSite } from './shown-site.ts';

/** More would be a second list. */
const mostNames = 3;

/** How many report; who does not, by name, is said first. */
export function Summary({ shown }: { readonly shown: readonly ShownSite[] }) {
  const { silentNames, waitingNames, batteryNames, reporting } = useWords(sensorWords);
  const reports = shown.filter(({ standing }) => standing.state === 'reporting');
  const silent = shown.filter(({ standing }) => standing.state === 'silent');
  const waiting = shown.filter(({ standing }) => standing.state === 'waiting');
  return (
    <div class="summary">
      <p>{reporting(reports.length, shown.length)}</p>
      <Names icon="silent" words={silentNames} shown={silent} />
      <Names icon="waiting" words={waitingNames} shown={waiting} />
      <Names icon="battery" words={batteryNames} shown={shown.filter(({ hasLowBattery }) => hasLowBattery)} />
    </div>
  );
}

function Names({ icon, words, shown }: { readonly icon: IconName; readonly words: string; readonly shown: readonly ShownSite[] }) {
  const { more } = useWords(sensorWords);
  if (shown.length === 0) return null;
  return (
    <p class="summary-names">
      <span class="tag" data-kind="warning">
        <Icon name={icon} /> {words}
      </span>{' '}
      {shown.slice(0, mostNames).map(({ site }, i) => (
        <>
          {i > 0 && ', '}
          <button key={site.id} type="button" class="button-plain" onClick={({ currentTarget }) => openSite(site.id, currentTarget)}>
            {site.label}
          </button>
        </>
      ))}
      {shown.length > mostNames && ` ${more(shown.length - mostNames)}`}
    </p>
  );
}
