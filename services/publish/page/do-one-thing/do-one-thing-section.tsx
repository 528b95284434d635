import { Section } from '../frame/section.tsx';
import { useWords } from '../language/language.ts';
import { BrokerDoor } from './broker-door.tsx';
import { DeviceDoor } from './device-door.tsx';
import { doOneThingWords } from './do-one-thing-words.ts';
import './do-one-thing.css';

/** Three doors for who wants to do more than look. */
export function DoOneThing() {
  const w = useWords(doOneThingWords);
  return (
    <Section name="do-one-thing" title={w.title} lead={w.lead}>
      <div class="doors">
        <DeviceDoor />
        <LifeDoor />
        <BrokerDoor />
      </div>
    </Section>
  );
}

function LifeDoor() {
  const { life } = useWords(doOneThingWords);
  return (
    <section class="door" aria-labelledby="door-life">
      <h3 id="door-life">{life.title}</h3>
      <p>{life.says}</p>
      <p>
        <a class="button" href="#life">
          {life.go}
        </a>
      </p>
    </section>
  );
}
