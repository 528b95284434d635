import { useNow } from '../data/clock.ts';
import type { Refused } from '../data/shapes.ts';
import { useFormat } from '../format/use-format.ts';
import { Icon } from '../frame/icon.tsx';
import { FrameBytes } from '../frame-bytes/frame-bytes.tsx';
import { useWords } from '../language/language.ts';
import { openMessage } from '../life/opened-message.ts';
import { useReasons } from './reasons.ts';
import { reachOf } from './refused-frame.ts';
import { refusedWords } from './refused-words.ts';

/** One refused frame in full: its bytes, why it was refused, and what Vigie did. */
export function RefusedFrameView({ frame }: { readonly frame: Refused }) {
  const w = useWords(refusedWords);
  const { language } = useFormat();
  const reason = useReasons().get(frame.reason);
  return (
    <article class="refused-frame">
      <header class="refused-head">
        <p class="tag" data-kind="refusal">
          <Icon name="refusal" /> {w.refused} <Received time={Date.parse(frame.receivedTime)} />
        </p>
        <h3>{reason?.meaning[language] ?? <code>{frame.reason}</code>}</h3>
      </header>
      {frame.bytes === null ? (
        <p class="quiet">{w.unreadable}</p>
      ) : (
        <FrameBytes bytes={frame.bytes} parts={frame.parts} reason={frame.reason} />
      )}
      <dl class="refused-facts">
        <dt>{w.did}</dt>
        <dd>
          <Icon name="success" /> {w[reachOf(frame)]}
        </dd>
        {reason && <dt>{w.action}</dt>}
        {reason && <dd>{reason.action[language]}</dd>}
        {frame.detail !== '' && <dt>{w.detail}</dt>}
        {frame.detail !== '' && <dd lang="en">{frame.detail}</dd>}
      </dl>
      <button type="button" class="button" onClick={(event) => openMessage(frame.message, event.currentTarget)}>
        {w.life}
      </button>
    </article>
  );
}

function Received({ time }: { readonly time: number }) {
  const w = useWords(refusedWords);
  const { age, moment } = useFormat();
  return (
    <span class="quiet figure">
      {w.received(moment(time, true))}, {age(time, useNow(1))}
    </span>
  );
}
