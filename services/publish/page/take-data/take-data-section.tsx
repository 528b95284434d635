import { api } from '../data/api.ts';
import { useCity } from '../data/city.ts';
import { Section } from '../frame/section.tsx';
import { useLanguage, useWords } from '../language/language.ts';
import { OfferView } from './offer-view.tsx';
import { offers } from './offers.ts';
import { takeDataWords } from './take-data-words.ts';
import './take-data.css';

/** Addresses that answer now, each with its licence. */
export function TakeData() {
  const w = useWords(takeDataWords);
  const language = useLanguage();
  const city = useCity().value;
  return (
    <Section name="take-data" title={w.title} lead={w.lead}>
      {city?.simulated && (
        <p class="tag take-data-simulated" data-kind="simulated">
          {w.simulated}
        </p>
      )}
      <ul class="offers">
        {offers.map((offer) => (
          <li key={offer.name}>
            <OfferView offer={offer} city={city} />
          </li>
        ))}
      </ul>
      <div class="offers-rest">
        <h3>{w.rest}</h3>
        <p>{w.restSays}</p>
        <p class="offers-links">
          <a href={new URL(`api?lang=${language}`, document.baseURI).href}>{w.api}</a>
          <a href={api('openapi.json')}>{w.openapi}</a>
        </p>
      </div>
    </Section>
  );
}
