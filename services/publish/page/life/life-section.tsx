import { useCity } from '../data/city.ts';
import { PartView } from '../frame/part-view.tsx';
import { Section } from '../frame/section.tsx';
import { useWords } from '../language/language.ts';
import { FollowedLife } from './followed-life.tsx';
import { lifeWords } from './life-words.ts';
import { StepsExplained } from './steps-explained.tsx';
import './life.css';

/** What Vigie does with a frame, step by step: with the frame's own bytes in a simulated city, in words alone in a real one. */
export function Life() {
  const w = useWords(lifeWords);
  const city = useCity();
  return (
    <Section name="life" title={w.title} lead={city.value?.simulated === false ? w.leadReal : w.lead}>
      <PartView part={city}>{({ simulated }) => (simulated ? <FollowedLife /> : <StepsExplained />)}</PartView>
    </Section>
  );
}
