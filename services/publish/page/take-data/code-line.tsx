/** A line or several for a terminal or a file, to select whole; several are numbered, so that one that breaks is still one. */
export function CodeLine({ text }: { readonly text: string }) {
  const lines = text.split('\n');
  return (
    <pre class="code-line" data-many={lines.length > 1}>
      {lines.map((line, index) => (
        <code key={line}>
          {line}
          {index < lines.length - 1 && '\n'}
        </code>
      ))}
    </pre>
  );
}
