import { words } from '../language/words.ts';

/** What the parts of a frame are, in plain words. */
export const partWords = words({
  en: {
    caption: 'The bytes of the frame, as they came over the air. Tap a part, or point at it, to learn what it is.',
    point: 'This step looks at the whole frame.',
    none: 'No bytes are kept of this frame.',
    at: (from: number, to: number) => (to - from === 1 ? `byte ${from + 1}` : `bytes ${from + 1} to ${to}`),
    atFault: 'refused here',
    names: {
      MHDR: 'kind',
      DevAddr: 'address',
      FCtrl: 'control',
      FCnt: 'number',
      FOpts: 'options',
      FPort: 'port',
      FRMPayload: 'content',
      MIC: 'signature',
      MACPayload: 'content',
      unreadable: 'unreadable',
      unnamed: 'unnamed',
    },
    means: {
      MHDR: 'The kind of frame: here, from a sensor up to the city.',
      DevAddr: 'The short address that the sender gives itself. Anybody can write it, so it proves nothing.',
      FCtrl: 'Small switches for the radio: its power, its pace.',
      FCnt: 'The number of the frame. It only goes up, so that nothing counts twice.',
      FOpts: 'Short orders between the sensor and its network.',
      FPort: 'Which kind of content follows, as the maker numbers it.',
      FRMPayload: 'What the sensor measured, encrypted: only the city has the key.',
      MIC: 'The signature, made with a key that only the city and the sensor hold. It covers every byte before it.',
      MACPayload: 'What a sensor says when it asks to join the network.',
      unreadable: 'Bytes that are no frame that Vigie can read.',
      unnamed: 'Bytes that belong to no known part.',
    },
    faults: {
      foreign_net_id: "It belongs to another operator's network.",
      unknown_dev_addr: 'No sensor of the city has it.',
      mic_mismatch: "It fits none of the city's keys.",
      f_cnt_reused: 'It was used before, with other bytes.',
      f_cnt_behind: 'It is far behind the latest one.',
      key_missing: 'The city does not have the key to open it.',
      codec_error: 'Its codec could not read it.',
      codec_limit: 'Its codec took too long, or too much.',
    },
  },
  fr: {
    caption: "Les octets de la trame, tels qu'ils sont venus par les airs. Touchez ou survolez une partie pour savoir ce qu'elle est.",
    point: 'Cette étape regarde la trame entière.',
    none: "De cette trame, aucun octet n'est gardé.",
    at: (from: number, to: number) => (to - from === 1 ? `octet ${from + 1}` : `octets ${from + 1} à ${to}`),
    atFault: 'refusée ici',
    names: {
      MHDR: 'type',
      DevAddr: 'adresse',
      FCtrl: 'contrôle',
      FCnt: 'numéro',
      FOpts: 'options',
      FPort: 'port',
      FRMPayload: 'contenu',
      MIC: 'signature',
      MACPayload: 'contenu',
      unreadable: 'illisible',
      unnamed: 'sans nom',
    },
    means: {
      MHDR: "Le type de trame : ici, d'un capteur vers la ville.",
      DevAddr: "L'adresse courte que l'émetteur se donne. N'importe qui peut l'écrire : elle ne prouve rien.",
      FCtrl: 'De petits interrupteurs pour la radio : sa puissance, son débit.',
      FCnt: 'Le numéro de la trame. Il ne fait que monter, pour que rien ne compte deux fois.',
      FOpts: 'De courts ordres entre le capteur et son réseau.',
      FPort: 'La sorte de contenu qui suit, selon la numérotation du fabricant.',
      FRMPayload: 'Ce que le capteur a mesuré, chiffré : seule la ville a la clé.',
      MIC: 'La signature, faite avec une clé que seuls la ville et le capteur détiennent. Elle couvre tous les octets qui la précèdent.',
      MACPayload: "Ce qu'un capteur dit pour demander à rejoindre le réseau.",
      unreadable: 'Des octets qui ne forment pas une trame que Vigie sache lire.',
      unnamed: "Des octets qui n'appartiennent à aucune partie connue.",
    },
    faults: {
      foreign_net_id: "Elle appartient au réseau d'un autre opérateur.",
      unknown_dev_addr: 'Aucun capteur de la ville ne la porte.',
      mic_mismatch: 'Elle ne correspond à aucune clé de la ville.',
      f_cnt_reused: "Il a déjà servi, avec d'autres octets.",
      f_cnt_behind: 'Il est loin derrière le dernier.',
      key_missing: "La ville n'a pas la clé pour l'ouvrir.",
      codec_error: "Son décodeur n'a pas su le lire.",
      codec_limit: 'Son décodeur a pris trop de temps, ou trop de place.',
    },
  },
});

type PartWords = (typeof partWords)['en'];

/** The plain name of a part; null: bytes that no part names. */
export function nameOf(part: string | null, { names }: PartWords): string {
  return entry(names, part ?? 'unnamed') ?? names.unnamed;
}

/** What a part is, and what is wrong with it, where the reason speaks of it. */
export function meaningOf(part: string | null, fault: string | null, { means, faults }: PartWords): string {
  const meaning = entry(means, part ?? 'unnamed') ?? means.unnamed;
  return `${meaning} ${entry(faults, fault ?? '') ?? ''}`.trim();
}

const entry = (table: Readonly<Record<string, string>>, name: string) => (Object.hasOwn(table, name) ? table[name] : undefined);
