import type { Finding } from '../../packages/observe/finding.ts';

export type Language = 'fr' | 'en';

const marks = {
  en: { right: 'right  ', wrong: 'WRONG  ', unknown: 'unknown' },
  fr: { right: 'juste  ', wrong: 'FAUX   ', unknown: 'inconnu' },
};

/** One line for each finding, and under what is wrong a second one that says what to do; then a sum. */
export function findingWords(findings: readonly Finding[], language: Language): string {
  const lines = findings.flatMap(({ subject, state, found, action }) => [
    `${marks[language][state]}  ${subject}: ${found[language]}`,
    ...(action === undefined ? [] : [`         → ${action[language]}`]),
  ]);
  return `${[...lines, '', sumOf(findings, language)].join('\n')}\n`;
}

/** By the environment, as other commands of the system do: French where it says so. */
export function languageOf(env: NodeJS.ProcessEnv): Language {
  return (env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '').toLowerCase().startsWith('fr') ? 'fr' : 'en';
}

function sumOf(findings: readonly Finding[], language: Language): string {
  const wrong = findings.filter(({ state }) => state === 'wrong').length;
  if (wrong === 0) return { en: 'Nothing is wrong.', fr: 'Rien à signaler.' }[language];
  return { en: `${wrong} things are wrong.`, fr: `${wrong} points à corriger.` }[language];
}
