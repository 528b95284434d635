import { useState } from 'preact/hooks';
import { useCity } from '../data/city.ts';
import { useWords } from '../language/language.ts';
import { CodeLine } from '../take-data/code-line.tsx';
import { CopyButton } from '../take-data/copy-button.tsx';
import { brokerLines } from './broker-lines.ts';
import { doOneThingWords } from './do-one-thing-words.ts';

/** Four lines that connect the reader's own broker, with its address in them. */
export function BrokerDoor() {
  const w = useWords(doOneThingWords);
  const { broker } = w;
  const [address, setAddress] = useState('');
  const [username, setUsername] = useState('');
  const lines = brokerLines({ address: address || broker.example, username: username || 'vigie' });
  return (
    <section class="door" aria-labelledby="door-broker">
      <h3 id="door-broker">{broker.title}</h3>
      <p>{broker.says}</p>
      <div class="door-fields">
        <Field label={broker.address} value={address} example={broker.example} set={setAddress} />
        <Field label={broker.username} value={username} example="vigie" set={setUsername} />
      </div>
      <p>{broker.lines}</p>
      <CodeLine text={lines} />
      <p>
        <CopyButton text={lines} label={w.copy} />
      </p>
      <p class="quiet">{broker.password}</p>
      <OwnAddress />
    </section>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly example: string;
  set(value: string): void;
}

function Field({ label, value, example, set }: FieldProps) {
  return (
    <label>
      <span>{label}</span>
      <input
        type="text"
        value={value}
        placeholder={example}
        autoComplete="off"
        spellcheck={false}
        onInput={({ currentTarget }) => set(currentTarget.value)}
      />
    </label>
  );
}

/** Where this city's own broker listens, when it has one. */
function OwnAddress() {
  const { broker } = useWords(doOneThingWords);
  const mqtt = useCity().value?.address.mqtt;
  if (!mqtt) return null;
  return (
    <p class="quiet">
      {broker.here} {broker.hereSays(mqtt.host, mqtt.port, mqtt.username)}
    </p>
  );
}
