import { Icon } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import { saveFile } from '../ledger/save-file.ts';
import { CodeLine } from '../take-data/code-line.tsx';
import { CopyButton } from '../take-data/copy-button.tsx';
import { doOneThingWords } from './do-one-thing-words.ts';
import { sampleTables } from './sample-tables.ts';

const command = `npm run vigie -- register import ${sampleTables.map(({ file }) => file).join(' ')}`;

/** Five tables to fill in, and the command that brings them in. */
export function DeviceDoor() {
  const w = useWords(doOneThingWords);
  const { device } = w;
  return (
    <section class="door" aria-labelledby="door-device">
      <h3 id="door-device">{device.title}</h3>
      <p>{device.says}</p>
      <ul class="door-files" aria-label={device.samples}>
        {sampleTables.map(({ name, file, text }) => (
          <li key={file}>
            <button type="button" class="button-plain" aria-label={device.download(file)} onClick={() => saveFile(file, 'text/csv', text)}>
              <Icon name="download" /> <span class="mono">{file}</span>
            </button>{' '}
            <span class="quiet">{device.names[name]}</span>
          </li>
        ))}
      </ul>
      <p>{device.run}</p>
      <CodeLine text={command} />
      <p>
        <CopyButton text={command} label={w.copy} />
      </p>
      <p class="quiet">
        {device.after} {device.keys}
      </p>
    </section>
  );
}
