import { useCity } from '../data/city.ts';
import type { Latest } from '../data/shapes.ts';
import { Icon } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import { openMessage } from '../life/opened-message.ts';
import { readCodec } from './read-codec.ts';
import { siteWords } from './site-words.ts';

/** How the newest value was verified, and by what it was decoded, in plain words (truth 12). */
export function Verified({ latest: { evidence, codec, gateways, message } }: { readonly latest: Latest }) {
  const w = useWords(siteWords);
  const words = (w.verified as Readonly<Record<string, string>>)[evidence] ?? evidence;
  const decoded = readCodec(codec);
  const { value: city } = useCity();
  return (
    <div class="verified" data-evidence={evidence}>
      <h4>{w.verifiedTitle}</h4>
      <p>
        <Icon name={evidence === 'own_mic' ? 'success' : 'warning'} /> {words}{' '}
        {typeof gateways === 'number' && gateways > 0 && w.heardBy(gateways)} {decoded && w.decoded(decoded.model, decoded.version)}
      </p>
      {city?.simulated && message !== undefined && (
        <p>
          <button type="button" class="button-plain" onClick={({ currentTarget }) => openMessage(message, currentTarget)}>
            {w.life}
          </button>
        </p>
      )}
    </div>
  );
}
