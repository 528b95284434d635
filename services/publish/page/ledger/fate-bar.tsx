import './fate-bar.css';

interface Props {
  readonly fates: { readonly forwarded: number; readonly duplicate: number; readonly refused: number };
  /** The number that the whole width stands for. */
  readonly of: number;
}

/** The lengths of accepted (full), copies (hollow) and refused (full, apart); a drawing beside the numbers, which say the same. */
export function FateBar({ fates: { forwarded, duplicate, refused }, of }: Props) {
  const width = (count: number) => `${(100 * count) / Math.max(of, 1)}%`;
  const start = (...before: number[]) => width(before.reduce((all, count) => all + count, 0));
  return (
    <svg class="fate-bar" aria-hidden="true" focusable="false">
      <rect class="fate-accepted" x="0" width={width(forwarded)} height="100%" />
      <rect class="fate-copies" x={start(forwarded)} width={width(duplicate)} height="100%" />
      <rect class="fate-refused" x={start(forwarded, duplicate)} width={width(refused)} height="100%" />
    </svg>
  );
}
