import { cell } from '../cell.ts';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const name = 'vigie.theme';

/** What the reader chose; auto: as the system has it. */
export const theme = cell<Theme>(remembered());
/** What is on show; told anew when the system changes too. */
export const isDark = cell(false);

const system = matchMedia('(prefers-color-scheme: dark)');
system.addEventListener('change', show);
theme.listen(show);
show();

export function choose(chosen: Theme): void {
  theme.set(chosen);
  try {
    localStorage.setItem(name, chosen);
  } catch (error) {
    console.warn('The theme is kept for this visit only: the browser stores nothing here.', error);
  }
}

function show(): void {
  const chosen = theme.get();
  if (chosen === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = chosen;
  isDark.set(chosen === 'auto' ? system.matches : chosen === 'dark');
}

function remembered(): Theme {
  try {
    const kept = localStorage.getItem(name);
    return themes.find((one) => one === kept) ?? 'auto';
  } catch (error) {
    console.warn('The browser stores nothing here.', error);
    return 'auto';
  }
}
