import { FaultNote } from '../frame/fault-note.tsx';
import { useWords } from '../language/language.ts';
import { useCell } from '../use-cell.ts';
import { sensorWords } from './sensor-words.ts';
import { datastreams } from './sensors.ts';

/** The sites are known, and their values could not be read. */
export function MissingValues() {
  const { value, fault } = useCell(datastreams.part);
  const { missingValues } = useWords(sensorWords);
  if (value || !fault) return null;
  return (
    <div data-state="partial">
      <FaultNote fault={fault} words={missingValues} again={datastreams.again} />
    </div>
  );
}
