import { Component, type ComponentChildren } from 'preact';
import { useWords } from '../language/language.ts';
import { Icon } from './icon.tsx';
import { safeWords } from './safe-words.ts';

interface Props {
  readonly name: string;
  readonly children: ComponentChildren;
}

/** Holds a fault of the page within one of its parts: the others stay. */
export class Safe extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  override componentDidCatch(error: unknown): void {
    console.error(`The part "${this.props.name}" of the page failed.`, error);
    this.setState({ failed: true });
  }

  override render({ name, children }: Props) {
    return this.state.failed ? <Failed name={name} /> : children;
  }
}

function Failed({ name }: { readonly name: string }) {
  const { failed } = useWords(safeWords);
  return (
    <p class="part-fault" data-state="failed" data-part={name}>
      <Icon name="warning" /> {failed}
    </p>
  );
}
