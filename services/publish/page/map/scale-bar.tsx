import { useFormat } from '../format/use-format.ts';
import { useWords } from '../language/language.ts';
import { mapWords } from './map-words.ts';
import { metresPerPixel } from './mercator.ts';
import { scaleBar } from './scale-bar.ts';
import type { View } from './view.ts';

export function ScaleBar({ view }: { readonly view: View }) {
  const { metres: inMetres, kilometres } = useWords(mapWords);
  const { number } = useFormat();
  const { metres, pixels } = scaleBar(metresPerPixel(view.latitude, view.zoom));
  const words = metres < 1_000 ? inMetres(number(metres)) : kilometres(number(metres / 1_000));
  return (
    <p class="scale-bar figure" style={{ width: `${pixels}px` }}>
      {words}
    </p>
  );
}
