import type { Minute } from '../data/shapes.ts';
import { words } from '../language/words.ts';
import { underWay } from './minute.ts';

const english = new Intl.NumberFormat('en');
const french = new Intl.NumberFormat('fr');

const enCounted = (n: number, none: string, one: string, many: string) => (n === 0 ? none : `${english.format(n)} ${n === 1 ? one : many}`);
const frCounted = (n: number, none: string, one: string, many: string) => (n === 0 ? none : `${french.format(n)} ${n === 1 ? one : many}`);

/** The sentence of the last minute, and what stands around it. */
export const minuteWords = words({
  en: {
    sentence: (minute: Minute) => {
      const { heard, forwarded, duplicate, quarantined } = minute;
      if (heard === 0) return 'In the last minute, no frame was heard.';
      const fates = [
        enCounted(forwarded, 'none accepted', 'accepted', 'accepted'),
        enCounted(duplicate, 'no copy', 'copy', 'copies'),
        enCounted(quarantined, 'none refused', 'refused', 'refused'),
        ...(underWay(minute) > 0 ? [`${english.format(underWay(minute))} still under way`] : []),
      ];
      return `In the last minute, ${enCounted(heard, '', 'frame', 'frames')} heard: ${fates.join(', ')};`;
    },
    lost: (lost: number) => enCounted(lost, 'none lost.', 'lost.', 'lost.'),
    lostMeans: 'A lost frame was received, and Vigie cannot say what became of it. This must not happen: the ledger below says where.',
    quiet: 'That is a quiet minute, not a fault: sensors speak only now and then.',
    label: 'The last minute',
    see: (n: number) => (n === 1 ? 'See the refused one, and why' : 'See the latest refused one, and why'),
    waiting: 'Listening to the city…',
    interrupted: 'The live connection is interrupted: these numbers stand still. The page is connecting again by itself.',
    since: (age: string) => `Interrupted ${age}.`,
    neverHeard: 'The live connection cannot be made. The page keeps trying; the map and the data below do not need it.',
    gloss: 'What do these words mean?',
    frame: 'frame',
    frameMeans: 'What a sensor says in one go by radio: some dozens of bytes, signed and encrypted.',
    accepted: 'accepted',
    acceptedMeans: "Signed with the city's own key, new, and read: its values are published.",
    copy: 'copy',
    copyMeans: 'The same frame, heard by another antenna. It counts once.',
    refused: 'refused',
    refusedMeans: 'Something is not right with it. It is kept aside with its reason; nothing of it is published.',
    lostWord: 'lost',
    lostWordMeans: 'Received, and without a known end. Vigie counts so that there is none.',
  },
  fr: {
    sentence: (minute: Minute) => {
      const { heard, forwarded, duplicate, quarantined } = minute;
      if (heard === 0) return "Au cours de la dernière minute, aucune trame n'a été entendue.";
      const fates = [
        frCounted(forwarded, 'aucune acceptée', 'acceptée', 'acceptées'),
        frCounted(duplicate, 'aucune copie', 'copie', 'copies'),
        frCounted(quarantined, 'aucune refusée', 'refusée', 'refusées'),
        ...(underWay(minute) > 0 ? [`${french.format(underWay(minute))} encore en chemin`] : []),
      ];
      return `Au cours de la dernière minute, ${frCounted(heard, '', 'trame entendue', 'trames entendues')} : ${fates.join(', ')} ;`;
    },
    lost: (lost: number) => frCounted(lost, 'aucune perdue.', 'perdue.', 'perdues.'),
    lostMeans:
      "Une trame perdue a été reçue, et Vigie ne sait pas dire ce qu'elle est devenue. Cela ne doit pas arriver : les comptes, plus bas, disent où.",
    quiet: "C'est une minute calme, pas une panne : les capteurs ne parlent que de temps en temps.",
    label: 'La dernière minute',
    see: (n: number) => (n === 1 ? 'Voir la trame refusée, et pourquoi' : 'Voir la dernière refusée, et pourquoi'),
    waiting: "À l'écoute de la ville…",
    interrupted: "Le direct est interrompu : ces nombres n'avancent plus. La page se reconnecte d'elle-même.",
    since: (age: string) => `Interrompu ${age}.`,
    neverHeard: "Le direct ne s'établit pas. La page continue d'essayer ; la carte et les données, plus bas, n'en ont pas besoin.",
    gloss: 'Que veulent dire ces mots ?',
    frame: 'trame',
    frameMeans: "Ce qu'un capteur dit par radio en une fois : quelques dizaines d'octets, signés et chiffrés.",
    accepted: 'acceptée',
    acceptedMeans: 'Signée avec la clé de la ville, nouvelle et lisible : ses valeurs sont publiées.',
    copy: 'copie',
    copyMeans: "La même trame, entendue par une autre antenne. Elle ne compte qu'une fois.",
    refused: 'refusée',
    refusedMeans: "Quelque chose ne va pas. Elle est mise de côté avec son motif ; rien n'en est publié.",
    lostWord: 'perdue',
    lostWordMeans: "Reçue, et sans fin connue. Vigie compte pour qu'il n'y en ait aucune.",
  },
});
