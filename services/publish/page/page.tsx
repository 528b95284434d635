import { DoOneThing } from './do-one-thing/do-one-thing-section.tsx';
import { Banner } from './frame/banner.tsx';
import { Colophon } from './frame/colophon.tsx';
import { Masthead } from './frame/masthead.tsx';
import { Safe } from './frame/safe.tsx';
import { SkipLink } from './frame/skip-link.tsx';
import { Ledger } from './ledger/ledger-section.tsx';
import { Life } from './life/life-section.tsx';
import { Refused } from './refused/refused-section.tsx';
import { Sentence } from './sentence/sentence-section.tsx';
import { Sensors } from './sites/sensors-section.tsx';
import { TakeData } from './take-data/take-data-section.tsx';

/** The page from top to bottom. */
export function Page() {
  return (
    <>
      <SkipLink />
      <Banner />
      <div class="page">
        <Masthead />
        <main id="main" tabIndex={-1}>
          <Safe name="sentence">
            <Sentence />
          </Safe>
          <Safe name="sensors">
            <Sensors />
          </Safe>
          <Safe name="refused">
            <Refused />
          </Safe>
          <Safe name="life">
            <Life />
          </Safe>
          <Safe name="ledger">
            <Ledger />
          </Safe>
          <Safe name="take-data">
            <TakeData />
          </Safe>
          <Safe name="do-one-thing">
            <DoOneThing />
          </Safe>
        </main>
        <Colophon />
      </div>
    </>
  );
}
