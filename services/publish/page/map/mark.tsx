import './mark.css';
import { isCurrent, type ShownSite } from '../sites/shown-site.ts';
import { colourOf, type Domain } from './colour-scale.ts';

/** Which form a site has on the map and in the list. */
export type MarkForm = 'value' | 'silent' | 'waiting' | 'other';

export function formOf(shown: ShownSite): MarkForm {
  if (shown.standing.state !== 'reporting') return shown.standing.state;
  return isCurrent(shown) ? 'value' : 'other';
}

/** A dot in the value's colour; a barred diamond: silent; a broken ring: not heard yet; a small ring: it measures other things. */
export function Mark({ shown, domain }: { readonly shown: ShownSite; readonly domain: Domain | undefined }) {
  const form = formOf(shown);
  return (
    <MarkDrawing form={form} colour={form === 'value' && shown.value !== null && domain ? colourOf(shown.value, domain) : undefined} />
  );
}

export function MarkDrawing({ form, colour }: { readonly form: MarkForm; readonly colour?: string | undefined }) {
  return (
    <svg class="mark" data-form={form} viewBox="-9 -9 18 18" aria-hidden="true" focusable="false">
      {form === 'value' && <circle r="6.5" fill={colour ?? 'none'} />}
      {form === 'silent' && <path d="M0-7.500 7.500 0 0 7.500-7.500 0ZM-3.500 0H3.500" />}
      {form === 'waiting' && <circle r="6" stroke-dasharray="2.600 2.100" />}
      {form === 'other' && <circle r="3" />}
    </svg>
  );
}
