import './station-clock.css';
import { useNow } from '../data/clock.ts';
import { live } from '../data/live.ts';
import { clockHands } from '../format/time.ts';
import { useFormat } from '../format/use-format.ts';
import { useWords } from '../language/language.ts';
import { useCell } from '../use-cell.ts';
import { frameWords } from './frame-words.ts';

const marks = Array.from({ length: 12 }, (_, hour) => hour * 30);

/** The city's time on a station clock, whose second hand goes only while the page is live. */
export function StationClock() {
  const now = useNow();
  const { state, since } = useCell(live.standing);
  const { clock, zoneName, zone } = useFormat();
  const { connection, lostSince } = useWords(frameWords);
  const { hour, minute, second } = clockHands(now, zone);
  return (
    <div class="station-clock" data-state={state}>
      <svg viewBox="-50 -50 100 100" aria-hidden="true" focusable="false">
        <circle class="clock-face" r="47" />
        {marks.map((angle) => (
          <path key={angle} class="clock-mark" d={angle % 90 === 0 ? 'M0-43V-31' : 'M0-43V-36'} transform={`rotate(${angle})`} />
        ))}
        <path class="clock-hour" d="M0 8V-24" transform={`rotate(${(hour % 12) * 30 + minute / 2})`} />
        <path class="clock-minute" d="M0 8V-37" transform={`rotate(${minute * 6})`} />
        {state === 'live' && <path class="clock-second" d="M0 12V-32" transform={`rotate(${second * 6})`} />}
      </svg>
      <p>
        <time class="figure" dateTime={new Date(now).toISOString()}>
          {clock(now, true)}
        </time>
        <span class="quiet">{zoneName()}</span>
        <span class="station-state" role="status" title={state === 'lost' ? lostSince(clock(since)) : undefined}>
          {connection[state]}
        </span>
      </p>
    </div>
  );
}
