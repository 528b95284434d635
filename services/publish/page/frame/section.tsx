import type { ComponentChildren } from 'preact';

interface Props {
  /** Its address in the page (#ledger), and its hook for tests. */
  readonly name: string;
  readonly title: string;
  /** One or two sentences beneath the title. */
  readonly lead?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A chapter of the page: a landmark with its heading (h2) and lead. Headings within it are h3. */
export function Section({ name, title, lead, children }: Props) {
  return (
    <section id={name} class={`section section-${name}`} aria-labelledby={`${name}-title`}>
      <header class="section-head">
        <h2 id={`${name}-title`}>{title}</h2>
        {lead && <p class="lead">{lead}</p>}
      </header>
      {children}
    </section>
  );
}
