import type { InventoryPlan, PlannedDevice } from './inventory-plan.ts';
import type { Language } from './language.ts';
import { printTable } from './print-table.ts';

/** Rows of a table on a screen; --json shows all. */
const mostRows = 50;

const states = {
  en: { added: 'added', changed: 'changed', unchanged: 'as before', left_out: 'LEFT OUT' },
  fr: { added: 'ajouté', changed: 'changé', unchanged: 'inchangé', left_out: 'LAISSÉ' },
};
const words = {
  en: {
    heads: ['device', 'state', 'model', 'application', 'name on the server', 'what'],
    tables: ['table', 'added', 'changed', 'as before'],
    profiles: ['profile', 'devices', 'codec'],
    problems: ['table', 'device', 'column', 'refused because'],
    missing: 'In the register, but not in this inventory (removed there, or of another server); an import leaves them as they are:',
    decide: 'To decide, or to know:',
    blocked: 'Nothing was written. Decide what is marked with ! first.',
    nothing: 'Nothing would change.',
    dry: (mark: string) => `Nothing was written. To import exactly this, add: --mark ${mark}`,
    more: (count: number) => `… and ${count} more; --json shows all.`,
    none: 'none',
    characters: (count: number) => `${count} characters`,
    same: 'Nothing has changed since.',
  },
  fr: {
    heads: ['capteur', 'état', 'modèle', 'application', 'nom sur le serveur', 'quoi'],
    tables: ['table', 'ajoutés', 'changés', 'inchangés'],
    profiles: ['profil', 'capteurs', 'codec'],
    problems: ['table', 'capteur', 'colonne', 'refusé parce que'],
    missing: 'Dans le registre, mais pas dans cet inventaire (retirés là-bas, ou d’un autre serveur) ; un import les laisse tels quels :',
    decide: 'À décider, ou à savoir :',
    blocked: 'Rien n’est écrit. Décidez d’abord ce qui est marqué d’un !.',
    nothing: 'Rien ne changerait.',
    dry: (mark: string) => `Rien n’est écrit. Pour importer exactement cela, ajoutez : --mark ${mark}`,
    more: (count: number) => `… et ${count} autres ; --json montre tout.`,
    none: 'aucun',
    characters: (count: number) => `${count} caractères`,
    same: 'Rien n’a changé depuis.',
  },
};

/** What an import would do, for who decides. */
export function planWords(plan: InventoryPlan, language: Language): string {
  const said = words[language];
  const end = plan.blocked ? said.blocked : changes(plan) === 0 ? said.nothing : said.dry(plan.mark);
  return sections(
    printTable(
      said.profiles,
      plan.profiles.map(({ name, id, devices, codecCharacters }) => [
        name || id,
        String(devices),
        codecCharacters > 0 ? said.characters(codecCharacters) : said.none,
      ]),
    ),
    deviceTable(plan.devices, language),
    plan.tables.length > 0 ? tableCounts(plan, language) : '',
    ...common(plan, language),
    `${end}\n`,
  );
}

/** What has changed on the server since: only that. */
export function diffWords(plan: InventoryPlan, language: Language): string {
  const differing = plan.devices.filter(({ state }) => state !== 'unchanged');
  const same = differing.length + plan.missing.length === 0 ? `${words[language].same}\n` : '';
  return sections(
    differing.length > 0 ? deviceTable(differing, language) : '',
    missingTable(plan, language),
    problemTable(plan, language),
    same,
  );
}

function tableCounts({ tables }: InventoryPlan, language: Language): string {
  const rows = tables.map(({ table, added, changed, unchanged }) => [table, String(added), String(changed), String(unchanged)]);
  return printTable(words[language].tables, rows);
}

const changes = ({ tables }: InventoryPlan) => tables.reduce((sum, { added, changed }) => sum + added + changed, 0);

function common(plan: InventoryPlan, language: Language): string[] {
  return [problemTable(plan, language), missingTable(plan, language), decideList(plan, language)];
}

function deviceTable(devices: readonly PlannedDevice[], language: Language): string {
  const rows = devices.map((one) => [
    ...[one.device, states[language][one.state], one.model ?? '–', one.application, one.name, one.touched.join(', ')],
  ]);
  return cut(words[language].heads, rows, language);
}

function missingTable({ missing }: InventoryPlan, language: Language): string {
  if (missing.length === 0) return '';
  const rows = missing.map(({ device, model }) => [device, model]);
  return `${words[language].missing}\n${cut(
    words[language].heads.filter((_, n) => n === 0 || n === 2),
    rows,
    language,
  )}`;
}

function problemTable({ problems }: InventoryPlan, language: Language): string {
  if (problems.length === 0) return '';
  const rows = problems.map(({ table, device, column, reason }) => [table, device ?? '', column ?? '', reason]);
  return cut(words[language].problems, rows, language);
}

function decideList({ decide }: InventoryPlan, language: Language): string {
  if (decide.length === 0) return '';
  const lines = decide.flatMap(({ blocks, found, action }) => [`${blocks ? '!' : '·'} ${found[language]}`, `  → ${action[language]}`]);
  // Names of profiles stand in them: people wrote these, and terminals obey some characters.
  return [words[language].decide, ...lines, ''].join('\n').replaceAll(/[^\P{C}\n]/gu, '·');
}

function cut(heads: readonly string[], rows: readonly (readonly string[])[], language: Language): string {
  const more = rows.length - mostRows;
  return `${printTable(heads, rows.slice(0, mostRows))}${more > 0 ? `${words[language].more(more)}\n` : ''}`;
}

const sections = (...parts: readonly string[]) => parts.filter((part) => part !== '').join('\n');
