import { useCity } from '../data/city.ts';
import { PartView } from '../frame/part-view.tsx';
import { Section } from '../frame/section.tsx';
import { useWords } from '../language/language.ts';
import { RefusedCounts } from './refused-counts.tsx';
import { RefusedFrames } from './refused-frames.tsx';
import { refusedWords } from './refused-words.ts';
import './refused.css';

/** What was refused: in a simulated city the frames themselves, in a real one their number. */
export function Refused() {
  const w = useWords(refusedWords);
  const city = useCity();
  const isReal = city.value?.simulated === false;
  return (
    <Section name="refused" title={isReal ? w.realTitle : w.title} lead={isReal ? w.real : `${w.lead} ${w.leadSimulated}`}>
      <PartView part={city}>{({ simulated }) => (simulated ? <RefusedFrames /> : <RefusedCounts />)}</PartView>
    </Section>
  );
}
