const drawings = {
  /** A warning. */
  warning: 'M8 2 14.500 13.500H1.500ZM8 6.200v3.600M8 11.600v.2',
  refusal:
    'M5.200 1.500h5.600L14.500 5.200v5.600L10.800 14.500H5.200L1.500 10.800V5.200ZM5.600 5.600l4.800 4.800M10.400 5.600l-4.800 4.800',
  success: 'M2 8.500 6.200 12.500 14 3.500',
  battery: 'M1.500 4.500h11v7h-11ZM14.500 6.500v3M4 6.800v2.400',
  silent: 'M8 1.500 14.500 8 8 14.500 1.500 8ZM5.500 8h5',
  waiting: 'M8 1.500a6.500 6.500 0 1 0 .01 0ZM8 4.500V8l2.500 1.500',
  close: 'M3 3l10 10M13 3 3 13',
  plus: 'M8 2.500v11M2.500 8h11',
  minus: 'M2.500 8h11',
  whole: 'M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4',
  ascending: 'M8 13V3M4 7l4-4 4 4',
  descending: 'M8 3v10M4 9l4 4 4-4',
  copy: 'M5.500 5.500h8v8h-8ZM10.500 5.500v-3h-8v8h3',
  download: 'M8 2v8.500M4.500 7 8 10.500 11.500 7M2 13.500h12',
} as const;
export type IconName = keyof typeof drawings;

/** A small drawing beside a word, never in place of one. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={drawings[name]} />
    </svg>
  );
}
