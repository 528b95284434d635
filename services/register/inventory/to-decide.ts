import type { Inventory } from '../../../packages/inventory/inventory.ts';
import type { Words } from '../../../packages/model/reasons.ts';
import type { Choices } from './inventory-request.ts';
import type { PlannedDevice } from './rows-of.ts';

/** Something that only a person can decide or should know, and what to do about it. */
export interface ToDecide {
  readonly about: 'models' | 'sites' | 'organisation' | 'names' | 'tags' | 'positions' | 'keys' | 'unread';
  /** Nothing is imported before it is decided. */
  readonly blocks: boolean;
  readonly found: Words;
  readonly action: Words;
}

export interface Known {
  readonly choices: Choices;
  readonly hasOrganisation: boolean;
  readonly models: readonly string[];
  /** References of devices whose keys were destroyed. */
  readonly destroyed: ReadonlySet<string>;
}

/** In the order in which a person had better take them. */
export function toDecide(inventory: Inventory, planned: readonly PlannedDevice[], known: Known): ToDecide[] {
  const newSites = planned.filter(({ model, newSite }) => model !== undefined && newSite).length;
  return [
    ...unmapped(inventory, planned, known),
    ...(newSites > 0 ? undecidedSites(newSites, known) : []),
    ...names(planned, known.choices, newSites),
    ...tags(planned),
    ...positions(planned),
    ...destroyedKeys(planned, known.destroyed),
    ...[...inventory.unread].map(([what, count]) => unread(what, count)),
  ];
}

function unmapped({ profiles }: Inventory, planned: readonly PlannedDevice[], { models }: Known): ToDecide[] {
  const left = planned.filter(({ model }) => model === undefined).map(({ device }) => device.profile);
  return profiles.flatMap(({ id, name }) => {
    const count = left.filter((profile) => profile === id).length;
    if (count === 0) return [];
    const shown = name === '' ? id : name;
    return {
      about: 'models',
      blocks: false,
      found: {
        en: `Profile "${shown}" has no model: its devices (${count}) stay out.`,
        fr: `Le profil « ${shown} » n’a pas de modèle : ses capteurs (${count}) restent dehors.`,
      },
      action: {
        en: `Add --model "${shown}=vendor/model", with one of ${models.join(', ')}; or declare the model in firmware-decoders first (--codecs writes the server's codec to begin with).`,
        fr: `Ajoutez --model "${shown}=fabricant/modèle", avec l’un de ${models.join(', ')} ; ou déclarez d’abord le modèle dans firmware-decoders (--codecs écrit le codec du serveur pour commencer).`,
      },
    } as const;
  });
}

function undecidedSites(count: number, { choices, hasOrganisation }: Known): ToDecide[] {
  const missing = (['organisation', 'subject', 'plane', 'exposure', 'height'] as const).filter((name) => choices[name] === undefined);
  const options = missing.map((name) => `--${name}`).join(' ');
  const sites: ToDecide = {
    about: 'sites',
    blocks: true,
    found: {
      en: `New sites, one a device (${count}): nobody has said yet what sites these are.`,
      fr: `De nouveaux sites, un par capteur (${count}) : personne n’a encore dit quels sites ce sont.`,
    },
    action: {
      en: `Say it with ${options}: whose they are, whom their data are about (a person's home cannot be on the open plane), where the sensors hang and how high. What differs is imported by itself, with --application.`,
      fr: `Dites-le par ${options} : à qui ils sont, de qui parlent leurs données (le domicile d’une personne ne peut être sur le plan ouvert), où sont fixés les capteurs et à quelle hauteur. Ce qui diffère s’importe à part, avec --application.`,
    },
  };
  const organisation: ToDecide = {
    about: 'organisation',
    blocks: true,
    found: { en: 'The register has no such organisation.', fr: 'Le registre n’a pas cette organisation.' },
    action: {
      en: 'Name one that it has with --organisation, or have it made by adding --organisation-label "Its name".',
      fr: 'Nommez-en une qu’il a par --organisation, ou faites-la créer en ajoutant --organisation-label "Son nom".',
    },
  };
  const isUnknown = choices.organisation !== undefined && choices.organisationLabel === undefined && !hasOrganisation;
  return [...(missing.length > 0 ? [sites] : []), ...(isUnknown ? [organisation] : [])];
}

function names(planned: readonly PlannedDevice[], choices: Choices, newSites: number): ToDecide[] {
  const named = planned.filter(({ device }) => device.name !== '').length;
  if (named === 0 || choices.names !== undefined) return [];
  return [
    {
      about: 'names',
      blocks: newSites > 0,
      found: {
        en: `Names that people wrote (${named}): a name may say who lives or works there.`,
        fr: `Des noms écrits par des personnes (${named}) : un nom peut dire qui habite ou travaille là.`,
      },
      action: {
        en: 'Look at them in the list. --names keep makes them the public labels of the new sites; --names drop stores none of them.',
        fr: 'Regardez-les dans la liste. --names keep en fait les intitulés publics des nouveaux sites ; --names drop n’en garde aucun.',
      },
    },
  ];
}

function tags(planned: readonly PlannedDevice[]): ToDecide[] {
  const used = [...new Set(planned.flatMap(({ device }) => Object.keys(device.tags)))].toSorted();
  if (used.length === 0) return [];
  const shown = used.slice(0, 20).join(', ');
  return [
    {
      about: 'tags',
      blocks: false,
      found: {
        en: `The devices have tags: ${shown}. The register has no place for them: none is stored.`,
        fr: `Les capteurs ont des étiquettes : ${shown}. Le registre n’a pas de place pour elles : aucune n’est gardée.`,
      },
      action: {
        en: 'If two of them hold positions (ChirpStack has no other place for these), name them: --position-tags latitude,longitude.',
        fr: 'Si deux d’entre elles tiennent des positions (ChirpStack n’a pas d’autre place pour cela), nommez-les : --position-tags latitude,longitude.',
      },
    },
  ];
}

function positions(planned: readonly PlannedDevice[]): ToDecide[] {
  const count = planned.filter(({ model, device }) => model !== undefined && device.position === undefined).length;
  if (count === 0) return [];
  return [
    {
      about: 'positions',
      blocks: false,
      found: {
        en: `Devices without a position (${count}): they enter with their keys, and get no site from this import.`,
        fr: `Des capteurs sans position (${count}) : ils entrent avec leurs clés, sans site par cet import.`,
      },
      action: {
        en: 'Those that have no site yet publish nothing until they do: import tables of sites and assignments for them.',
        fr: 'Ceux qui n’ont pas encore de site ne publient rien d’ici là : importez pour eux des tables de sites et d’affectations.',
      },
    },
  ];
}

function destroyedKeys(planned: readonly PlannedDevice[], destroyed: ReadonlySet<string>): ToDecide[] {
  const count = planned.filter(({ ref, device }) => destroyed.has(ref) && (device.rootKeys || device.session)).length;
  if (count === 0) return [];
  return [
    {
      about: 'keys',
      blocks: false,
      found: {
        en: `Devices whose keys were destroyed here (${count}): the server still has keys of them, and these stay out.`,
        fr: `Des capteurs dont les clés ont été détruites ici (${count}) : le serveur en a encore, et elles restent dehors.`,
      },
      action: {
        en: 'If one of them is to be heard again, let it join anew, or give it keys by a table of sessions or root_keys.',
        fr: 'Si l’un d’eux doit être entendu de nouveau, faites-le rejoindre le réseau, ou donnez-lui des clés par une table sessions ou root_keys.',
      },
    },
  ];
}

function unread(what: string, count: number): ToDecide {
  return {
    about: 'unread',
    blocks: false,
    found: { en: `Could not be read: ${count} × ${what}.`, fr: `N’a pu être lu : ${count} × ${what}.` },
    action: {
      en: 'What remains is imported. For root keys: use a token that may read them; for a file: export it again with all fields.',
      fr: 'Le reste est importé. Pour des clés racines : utilisez un jeton qui peut les lire ; pour un fichier : exportez-le de nouveau avec tous les champs.',
    },
  };
}
