import { useEffect, useState } from 'preact/hooks';
import type { FramePart } from '../data/shapes.ts';
import { Icon } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import { type ByteGroup, byteGroups, partAtFault } from './byte-groups.ts';
import { meaningOf, nameOf, partWords } from './part-words.ts';
import './frame-bytes.css';

interface Props {
  /** Hex digits. */
  readonly bytes: string;
  readonly parts: readonly FramePart[];
  /** Why the frame was refused; the part that it speaks of is marked. */
  readonly reason?: string | null;
  /** The part that is explained at first, and again whenever it changes. */
  readonly seen?: string | null;
}

/** The bytes of a frame in named groups, and what the one that is pointed at is. */
export function FrameBytes({ bytes, parts, reason = null, seen = null }: Props) {
  const w = useWords(partWords);
  const fault = partAtFault(reason);
  const [chosen, choose] = useState(seen ?? fault);
  useEffect(() => choose(seen ?? fault), [bytes, seen, fault]);
  const groups = byteGroups(bytes, parts);
  const shown = groups.find(({ name }) => name === chosen);
  return (
    <figure class="bytes">
      <figcaption class="quiet">{w.caption}</figcaption>
      <ul class="bytes-groups">
        {groups.map((group) => (
          <li key={group.from}>
            <Group
              group={group}
              isAtFault={fault !== null && group.name === fault}
              isChosen={group === shown}
              meaning={meaningOf(group.name, group.name === fault ? reason : null, w)}
              choose={() => choose(group.name)}
            />
          </li>
        ))}
      </ul>
      <p class="bytes-meaning" aria-hidden="true">
        {shown ? <Meaning group={shown} reason={shown.name === fault ? reason : null} /> : w.point}
      </p>
    </figure>
  );
}

interface GroupProps {
  readonly group: ByteGroup;
  readonly isAtFault: boolean;
  readonly isChosen: boolean;
  readonly meaning: string;
  choose(): void;
}

function Group({ group: { name, bytes, from }, isAtFault, isChosen, meaning, choose }: GroupProps) {
  const w = useWords(partWords);
  const says = `bytes-${from}`;
  return (
    <button
      type="button"
      class="bytes-group"
      data-part={name ?? 'unnamed'}
      data-fault={isAtFault}
      data-chosen={isChosen}
      aria-description={meaning}
      onFocus={choose}
      onPointerEnter={choose}
      onClick={choose}
    >
      <span class="bytes-hex">{bytes.join(' ')}</span>
      <span class="bytes-name" id={says}>
        {isAtFault && <Icon name="refusal" />} {nameOf(name, w)}
        {isAtFault && <>, {w.atFault}</>}
      </span>
    </button>
  );
}

function Meaning({ group: { name, from, to, value }, reason }: { readonly group: ByteGroup; readonly reason: string | null }) {
  const w = useWords(partWords);
  const isTold = value !== '' && to - from <= 8;
  return (
    <>
      <b>{nameOf(name, w)}</b> <span class="quiet">({[name, w.at(from, to)].filter(Boolean).join(', ')})</span>
      {isTold && (
        <>
          {' '}
          <code>{value}</code>
        </>
      )}
      <br />
      {meaningOf(name, reason, w)}
    </>
  );
}
