import type { Ending } from '../../../packages/model/ending.ts';
import { steps as modelSteps, reasons, type Step, type Words } from '../../../packages/model/reasons.ts';
import { typeset } from '../../../packages/model/typeset.ts';
import type { Heard } from '../../../packages/sources/contract.ts';
import type { RememberedLife } from './remembered-lives.ts';

/** The steps of a message's life (ARCHITECTURE §4), in order. */
export const lifeSteps = [...modelSteps.filter((step) => step !== 'store'), 'forward'] as readonly LifeStep[];
export type LifeStep = Exclude<Step, 'store'> | 'forward';
export type Outcome = 'passed' | 'ended' | 'not_reached';

/** Where the life ended; undefined: nowhere, it went all the way. */
export function lastStep({ ending, frame }: RememberedLife): LifeStep | undefined {
  if (ending.ending === 'quarantined') return ending.step === 'store' ? 'forward' : ending.step;
  if (ending.ending === 'duplicate') return 'claim_counter';
  if (ending.ending === 'forwarded' && ending.readings > 0) return undefined;
  if (!frame) return 'match_session';
  return frame.fPort === undefined || frame.fPort === 0 ? 'run_codec' : 'normalise';
}

/** What a step did to this message, to a curious resident. */
export function stepWords(step: LifeStep, outcome: Outcome, ending: Ending, by: Heard['kind']): Words {
  return typeset(plainWords(step, outcome, ending, by));
}

function plainWords(step: LifeStep, outcome: Outcome, ending: Ending, by: Heard['kind']): Words {
  if (outcome === 'not_reached') return notReached;
  if (outcome === 'passed') return (by === 'application_event' ? serversWord[step] : undefined) ?? passed[step];
  if (ending.ending === 'quarantined') return reasons[ending.reason].meaning;
  return ending.ending === 'duplicate' ? copy : (complete[step] ?? passed[step]);
}

const passed: Readonly<Record<LifeStep, Words>> = {
  read: {
    fr: 'Une antenne a entendu cette trame radio et l’a transmise telle quelle.',
    en: 'A gateway heard this radio frame and passed it on exactly as it was.',
  },
  match_session: {
    fr: 'L’adresse qu’elle annonce est celle d’un capteur que la ville connaît.',
    en: 'The address it gives is one that the city knows.',
  },
  verify_mic: {
    fr: 'Signée avec la clé que seuls ce capteur et la ville possèdent : elle vient bien de lui, et pas un bit n’a changé en route.',
    en: 'Signed with the key that only this sensor and the city hold: it does come from it, and not one bit changed on the way.',
  },
  claim_counter: {
    fr: 'Son numéro n’avait jamais servi : ce n’est pas l’enregistrement d’une trame déjà entendue.',
    en: 'Its number had never been used: this is no recording of a frame heard before.',
  },
  decrypt: {
    fr: 'Déchiffrée ici, avec la clé de la ville : personne n’a pu la lire en chemin.',
    en: 'Decrypted here, with the city’s own key: nobody could read it on the way.',
  },
  run_codec: {
    fr: 'Le décodeur de ce modèle a traduit les octets en valeurs.',
    en: 'The codec of this model turned the bytes into values.',
  },
  normalise: {
    fr: 'Chaque valeur a reçu son unité, son heure et son lieu ; les valeurs étranges sont signalées, jamais effacées.',
    en: 'Each value was given its unit, its time and its place; odd values are marked, never erased.',
  },
  forward: {
    fr: 'Publiée en données ouvertes : chacun peut la lire et la reprendre.',
    en: 'Published as open data: anyone may read it and use it.',
  },
};

/** Where a network server did the work, its word is taken, and every reading says so (truth 12). */
const serversWord: Partial<Record<LifeStep, Words>> = {
  read: { fr: 'Le serveur du réseau a envoyé ce message.', en: 'The network server sent this message.' },
  verify_mic: {
    fr: 'Vérifiée par le serveur du réseau : la ville le croit sur parole, et chaque mesure le dit.',
    en: 'Verified by the network server: the city takes its word, and every reading says so.',
  },
  decrypt: {
    fr: 'Déchiffrée par le serveur du réseau, ou ici si la clé est à la ville.',
    en: 'Decrypted by the network server, or here where the city has the key.',
  },
};

const copy: Words = {
  fr: 'Une autre antenne avait déjà transmis cette trame : elle ne compte qu’une fois, et cette écoute est notée.',
  en: 'Another gateway had already passed this frame on: it counts only once, and that it was heard again is noted.',
};

/** Complete before the end: there was nothing more to do. */
const complete: Partial<Record<LifeStep, Words>> = {
  match_session: {
    fr: 'Ce message ne porte pas de mesure : il est noté au journal du capteur ou de l’antenne.',
    en: 'This message carries no reading: it is noted among the events of its sensor or gateway.',
  },
  run_codec: {
    fr: 'Rien à décoder : la trame ne portait que des commandes du réseau.',
    en: 'Nothing to decode: the frame carried network commands only.',
  },
  normalise: {
    fr: 'Rien à publier : le décodeur n’y a trouvé aucune valeur.',
    en: 'Nothing to publish: the codec found no value in it.',
  },
};

const notReached: Words = { fr: 'Étape non atteinte.', en: 'This step was not reached.' };
