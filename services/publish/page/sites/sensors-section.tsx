import './sensors.css';
import { PartView } from '../frame/part-view.tsx';
import { Safe } from '../frame/safe.tsx';
import { Section } from '../frame/section.tsx';
import { useWords } from '../language/language.ts';
import { MapPlace } from '../map/map-place.tsx';
import { SitePanel } from '../site/site-panel.tsx';
import { useCell } from '../use-cell.ts';
import { chosenSite } from './chosen.ts';
import { MissingValues } from './missing-values.tsx';
import { QuantityChoice } from './quantity-choice.tsx';
import { sensorWords } from './sensor-words.ts';
import { SiteList } from './site-list.tsx';
import { Summary } from './summary.tsx';
import { askSensorsAgain, useSensors } from './use-sensors.ts';

/** The sensors as a list and on a map, and the one that was chosen. */
export function Sensors() {
  const sensors = useSensors();
  const chosen = useCell(chosenSite);
  const { title, lead, none } = useWords(sensorWords);
  const opened = sensors.value?.shown.find(({ site }) => site.id === chosen);
  return (
    <Section name="sensors" title={title} lead={lead}>
      <PartView part={sensors} again={askSensorsAgain} isEmpty={({ shown }) => shown.length === 0} empty={<p>{none}</p>}>
        {({ shown, measured, quantity }) => (
          <div class="sensors" data-panel={opened ? 'open' : 'closed'}>
            <MissingValues />
            <div class="sensors-head">
              <QuantityChoice measured={measured} chosen={quantity} />
              <Summary shown={shown} />
            </div>
            <SiteList shown={shown} quantity={quantity} chosen={chosen} />
            <Safe name="map">
              <MapPlace shown={shown} quantity={quantity} chosen={chosen} />
            </Safe>
            {opened && (
              <Safe key={opened.site.id} name="site">
                <SitePanel opened={opened} quantity={quantity} />
              </Safe>
            )}
          </div>
        )}
      </PartView>
    </Section>
  );
}
