import { useEffect } from 'preact/hooks';
import { api } from '../data/api.ts';
import { useAsked } from '../data/use-asked.ts';
import { Icon } from '../frame/icon.tsx';
import { PartView } from '../frame/part-view.tsx';
import { Section } from '../frame/section.tsx';
import { useWords } from '../language/language.ts';
import { hourRows, type Ledger as LedgerAnswer, standingOf } from './ledger.ts';
import { LedgerReasons } from './ledger-reasons.tsx';
import { LedgerTable } from './ledger-table.tsx';
import { ledgerWords } from './ledger-words.ts';
import './ledger.css';

const renewEvery = 10_000;

/** What became of every frame: the sum in words, by hour and by reason. */
export function Ledger() {
  const w = useWords(ledgerWords);
  const { part, again } = useAsked<LedgerAnswer>(api('ledger'));
  useEffect(() => {
    const timer = setInterval(() => document.hidden || again(), renewEvery);
    return () => clearInterval(timer);
  }, [again]);
  return (
    <Section name="ledger" title={w.title} lead={w.lead}>
      <PartView part={part} again={again} isEmpty={({ totals }) => totals.accepted === 0} empty={<p>{w.empty}</p>}>
        {(ledger) => (
          <div class="ledger">
            <LedgerSum ledger={ledger} />
            <LedgerTable rows={hourRows(ledger)} />
            <LedgerReasons totals={ledger.totals} />
          </div>
        )}
      </PartView>
    </Section>
  );
}

/** accepted = forwarded + duplicate + quarantined, lost = 0: said in words, and checked here too. */
function LedgerSum({ ledger }: { readonly ledger: LedgerAnswer }) {
  const w = useWords(ledgerWords);
  const { refused, lost, waiting, fits } = standingOf(ledger);
  const isRight = lost === 0 && fits;
  return (
    <div class="ledger-sum">
      <p class="figure">{w.sum({ ...ledger.totals, refused })}</p>
      <p class="tag" data-kind={isRight ? 'success' : 'refusal'}>
        <Icon name={isRight ? 'success' : 'warning'} /> {fits ? w.lost(lost) : w.doesNotFit}
      </p>
      <p class="quiet figure">
        {w.since} {w.waiting(waiting)}
      </p>
    </div>
  );
}
