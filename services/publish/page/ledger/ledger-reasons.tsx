import { useFormat } from '../format/use-format.ts';
import { useWords } from '../language/language.ts';
import { useReasons } from '../refused/reasons.ts';
import { reasonsIn, type Sum } from './ledger.ts';
import { ledgerWords } from './ledger-words.ts';
import { reasonLabel, reasonLabels } from './reason-labels.ts';

/** Each reason that occurred: how often, what it means, and what a technician does about it. */
export function LedgerReasons({ totals }: { readonly totals: Sum }) {
  const w = useWords(ledgerWords);
  const labels = useWords(reasonLabels);
  const { language } = useFormat();
  const known = useReasons();
  const names = reasonsIn([totals]);
  return (
    <div class="ledger-reasons">
      <h3>{w.reasons}</h3>
      {names.length === 0 && <p>{w.noReasons}</p>}
      <dl>
        {names.map((name) => {
          const reason = known.get(name);
          return (
            <div key={name}>
              <dt>
                {reasonLabel(name, labels)} <span class="quiet figure">{w.times(totals.quarantined[name] ?? 0)}</span>
              </dt>
              <dd>
                <p>{reason?.meaning[language]}</p>
                {reason && (
                  <p class="quiet">
                    {w.whatToDo} {reason.action[language]}
                  </p>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}
