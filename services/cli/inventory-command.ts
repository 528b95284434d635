import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { call } from './api-client.ts';
import { addChirpStackOptions, addChoiceOptions, choicesOf, type InventoryOptions } from './inventory-options.ts';
import type { InventoryPlan } from './inventory-plan.ts';
import { diffWords, planWords } from './inventory-words.ts';
import { type Language, languageOf } from './language.ts';
import { refuse } from './refused.ts';

const importHelp = `
It first says what would be added, changed and left out, and what you must decide; nothing is written without --mark (exactly what was shown) or --yes.
  vigie inventory import chirpstack --position-tags lat,lon
  vigie inventory import chirpstack --position-tags lat,lon --model "Dragino LHT65N=dragino/lht65n" --organisation ville \\
    --subject public_body --plane open --exposure outdoor --height 3 --names drop
  vigie inventory import the-things-stack devices.json

ChirpStack is asked by Vigie itself, as the settings register.chirpstack say; an export of The Things Stack is read from a file (JSON or CSV).
Importing twice changes nothing. Tags are never stored; names only with --names keep.
`;

type From = Readonly<Record<string, unknown>>;

/** `vigie inventory import | diff` */
export function addInventory(vigie: Command): void {
  const inventory = vigie
    .command('inventory')
    .description('devices as a network server knows them: taking them into the register, and what has changed since');
  const servers = inventory
    .command('import')
    .description('applications, models, devices, places, root keys and sessions')
    .addHelpText('after', importHelp);
  const diff = inventory.command('diff').description('what has changed on the server since it was imported; writes nothing');

  addImport(addChirpStackOptions(servers.command('chirpstack').description('from ChirpStack 4, over its API')), async (_, options) =>
    chirpStackOf(options),
  );
  addImport(
    servers.command('the-things-stack').argument('<file>', 'its export, JSON or CSV').description('from an export of The Things Stack 3'),
    ([file]) => exportIn(file),
  );
  addDiff(addChirpStackOptions(diff.command('chirpstack').description('of ChirpStack 4, over its API')), async (_, options) =>
    chirpStackOf(options),
  );
  addDiff(
    diff.command('the-things-stack').argument('<file>', 'its export, JSON or CSV').description('of an export of The Things Stack 3'),
    ([file]) => exportIn(file),
  );
}

type Source = (args: readonly string[], options: InventoryOptions) => Promise<From>;

function addImport(command: Command, from: Source): void {
  addChoiceOptions(command)
    .option('--mark <mark>', 'import exactly what was shown with this mark')
    .option('--yes', 'import what is there now')
    .action(async (..._all) => {
      const options = command.optsWithGlobals<InventoryOptions>();
      process.stdout.write(await importFrom(await from(command.args, options), options, languageOf(process.env)));
    });
}

function addDiff(command: Command, from: Source): void {
  addChoiceOptions(command).action(async (..._all) => {
    const options = command.optsWithGlobals<InventoryOptions>();
    const plan = await planOf(await from(command.args, options), options);
    process.stdout.write(options.json ? json(plan) : diffWords(plan, languageOf(process.env)));
  });
}

async function importFrom(from: From, options: InventoryOptions, language: Language): Promise<string> {
  const plan = options.mark === undefined ? await planOf(from, options) : undefined;
  if (plan && options.codecs !== undefined) await writeCodecs(options.codecs, plan);
  const mark = options.mark ?? (options.yes && !plan?.blocked ? plan?.mark : undefined);
  if (mark !== undefined) return carryOut(from, options, { mark, language });
  if (plan?.blocked) process.exitCode = 1;
  return plan === undefined || options.json ? json(plan) : planWords(plan, language);
}

function planOf(from: From, options: InventoryOptions): Promise<InventoryPlan> {
  const request = { from, choices: choicesOf(options), codecs: options.codecs !== undefined };
  return call<InventoryPlan>(options, { method: 'POST', path: '/api/v1/inventory/plan', json: request });
}

interface Imported {
  readonly imported: number;
  readonly unchanged: number;
  readonly problems: number;
}

async function carryOut(from: From, options: InventoryOptions, { mark, language }: { mark: string; language: Language }): Promise<string> {
  const request = { from, choices: choicesOf(options), mark };
  const answer = await call<Imported>(options, { method: 'POST', path: '/api/v1/inventory/import', json: request });
  if (answer.problems > 0) process.exitCode = 1;
  if (options.json) return json(answer);
  const { imported, unchanged, problems } = answer;
  return {
    en: `${imported} changed, ${unchanged} as before, ${problems} problems.\n`,
    fr: `${imported} changements, ${unchanged} inchangés, ${problems} problèmes.\n`,
  }[language];
}

/** One file a profile, named after its id: names that people wrote need not be names of files. */
async function writeCodecs(folder: string, { profiles }: InventoryPlan): Promise<void> {
  const refusal = refuse(`${folder} cannot be written`);
  await mkdir(folder, { recursive: true }).catch(refusal);
  for (const { id, codec } of profiles) {
    if (codec !== undefined) await writeFile(join(folder, `${id.replaceAll(/[^A-Za-z0-9._-]/g, '_')}.js`), codec).catch(refusal);
  }
}

async function chirpStackOf({ tenant, application, positionTags }: InventoryOptions): Promise<From> {
  return { server: 'chirpstack', tenant, applications: application, positionTags };
}

async function exportIn(file = ''): Promise<From> {
  return { server: 'the-things-stack', export: await readFile(file, 'utf8').catch(refuse(`${file} cannot be read`)) };
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
