import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ServerOptions } from './api-client.ts';

/** What the person has said on the command line; the server judges it. */
export type InventoryOptions = ServerOptions & {
  readonly json?: boolean;
  readonly tenant?: string;
  readonly application?: readonly string[];
  readonly positionTags?: readonly [string, string];
  readonly organisation?: string;
  readonly organisationLabel?: string;
  readonly subject?: string;
  readonly plane?: string;
  readonly exposure?: string;
  readonly height?: number;
  readonly from?: string;
  readonly names?: string;
  readonly model?: Readonly<Record<string, string>>;
  readonly codecs?: string;
  readonly yes?: boolean;
  readonly mark?: string;
};

export function addChirpStackOptions(command: Command): Command {
  return command
    .option('--tenant <id>', 'only this tenant (needed with a tenant’s own API key)')
    .option('--application <name>', 'only this application, by name or id; may be repeated', gathered)
    .option('--position-tags <latitude,longitude>', 'names of the two tags that hold positions', twoNames);
}

export function addChoiceOptions(command: Command): Command {
  return command
    .option('--model <profile=vendor/model>', 'the model of a profile’s devices; may be repeated', mapped)
    .option('--organisation <id>', 'whose the new sites are')
    .option('--organisation-label <name>', 'makes that organisation, where it is not there yet')
    .addOption(new Option('--subject <who>', 'whom the data of the new sites are about').choices(['public_body', 'business', 'person']))
    .addOption(
      new Option('--plane <plane>', 'open: anyone may see them; personal: nobody but who is concerned').choices(['open', 'personal']),
    )
    .addOption(new Option('--exposure <where>', 'where the sensors hang').choices(['outdoor', 'indoor', 'street', 'vehicle']))
    .option('--height <metres>', 'above the ground', metres)
    .option('--from <date>', 'since when they have been there, such as 2026-03-01 (default: today)')
    .addOption(new Option('--names <what>', 'names that people wrote: keep them as public labels, or drop them').choices(['keep', 'drop']))
    .option('--codecs <folder>', 'write the server’s codecs there, one file a profile');
}

/** As the server wants them. */
export function choicesOf(options: InventoryOptions): Record<string, unknown> {
  const { organisation, organisationLabel, subject, plane, exposure, height, from, names, model } = options;
  return { organisation, organisationLabel, subject, plane, exposure, height, from, names, models: model };
}

const gathered = (text: string, before: readonly string[] = []): string[] => [...before, text];

function twoNames(text: string): [string, string] {
  const [latitude = '', longitude = '', ...more] = text.split(',').map((name) => name.trim());
  if (latitude === '' || longitude === '' || more.length > 0)
    throw new InvalidArgumentError('It wants two names, such as latitude,longitude.');
  return [latitude, longitude];
}

/** A profile's name may hold an equals sign, a model cannot. */
function mapped(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = text.lastIndexOf('=');
  if (at < 1 || !/^[^/\s]+\/[^/\s]+$/.test(text.slice(at + 1))) {
    throw new InvalidArgumentError('It wants a profile and its model, such as "Dragino LHT65N=dragino/lht65n".');
  }
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

function metres(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError('It wants metres above the ground, such as 3.5.');
  return value;
}
