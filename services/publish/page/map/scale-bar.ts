/** The longest round length (1, 2 or 5 times a power of ten, in metres) that fits, and its pixels. */
export function scaleBar(metresPerPixel: number, most = 120): { readonly metres: number; readonly pixels: number } {
  const longest = metresPerPixel * most;
  const power = 10 ** Math.floor(Math.log10(longest));
  const metres = ([5, 2, 1].find((factor) => factor * power <= longest) ?? 1) * power;
  return { metres, pixels: metres / metresPerPixel };
}
