/** A colour of tokens.css as the theme has it now, for what is drawn outside of CSS: `inkOf('--ground')` is `rgb(…)`. */
export function inkOf(token: `--${string}`): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
