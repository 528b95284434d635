import { api } from '../data/api.ts';
import type { City } from '../data/shapes.ts';
import { useWords } from '../language/language.ts';
import { CodeLine } from './code-line.tsx';
import { CopyButton } from './copy-button.tsx';
import { curlLine, type Offer } from './offers.ts';
import { PreviewView } from './preview-view.tsx';
import { takeDataWords } from './take-data-words.ts';

/** One address: what it gives, under which licence, how to take it, and its first rows when asked for. */
export function OfferView({ offer, city }: { readonly offer: Offer; readonly city: City | undefined }) {
  const w = useWords(takeDataWords);
  const { title, says } = w.offers[offer.name];
  const address = api(offer.path, offer.query);
  const curl = curlLine(address, offer);
  return (
    <article class="offer" aria-labelledby={`offer-${offer.name}`}>
      <div class="offer-head">
        <h3 id={`offer-${offer.name}`}>{title}</h3>
        <p>{says}</p>
        <Licence city={city} />
      </div>
      <div class="offer-ways">
        <CodeLine text={curl} />
        <p class="offer-buttons">
          <CopyButton text={address} label={w.copyAddress} />
          <CopyButton text={curl} label={w.copyCurl} />
          {!offer.streams && (
            <a class="button" href={address}>
              {w.open}
            </a>
          )}
        </p>
        <PreviewView offer={offer} address={address} />
      </div>
    </article>
  );
}

function Licence({ city }: { readonly city: City | undefined }) {
  const w = useWords(takeDataWords);
  if (!city) return <p class="quiet">{w.licenceUnknown}</p>;
  return (
    <p class="quiet">
      {w.licence}{' '}
      <a href={city.licenceUrl} rel="license">
        {city.licenceName}
      </a>
    </p>
  );
}
