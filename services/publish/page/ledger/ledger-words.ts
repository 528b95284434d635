import { words } from '../language/words.ts';

const english = new Intl.NumberFormat('en');
const french = new Intl.NumberFormat('fr');

interface Counted {
  readonly accepted: number;
  readonly forwarded: number;
  readonly duplicate: number;
  readonly refused: number;
}

export const ledgerWords = words({
  en: {
    title: 'The ledger',
    lead: 'Every frame that reached the city has exactly one end, and every end is counted. If the sum did not fit, you would read it here.',
    sum: ({ accepted, forwarded, duplicate, refused }: Counted) => {
      const [all, values, copies, aside] = [accepted, forwarded, duplicate, refused].map((n) => english.format(n));
      return `${all} heard = ${values} accepted + ${copies} ${duplicate === 1 ? 'copy' : 'copies'} + ${aside} refused.`;
    },
    since: 'Since Vigie began to listen here.',
    lost: (n: number) =>
      n === 0 ? 'Lost: 0.' : `Lost: ${english.format(n)}. This must not happen. A technician finds the partition in the answer of the API.`,
    waiting: (n: number) => (n === 0 ? '' : `${english.format(n)} more ${n === 1 ? 'is' : 'are'} just on the way.`),
    doesNotFit: 'The sum does not fit. This must not happen; please tell the city.',
    caption: (hours: number, zone: string) =>
      `What became of every frame, hour by hour${hours > 1 ? ` (the newest ${english.format(hours)} hours with frames)` : ''}, in ${zone}.`,
    hour: 'Hour',
    accepted: 'Heard',
    forwarded: 'Accepted',
    duplicate: 'Copies',
    refused: 'Refused',
    drawing: 'Drawing',
    legend: 'In the drawing: accepted is full, copies are hollow, refused stands apart at the end. The longest line is the busiest hour.',
    scroll: 'The ledger, hour by hour; it can be moved sideways',
    more: (n: number) => `Show all ${english.format(n)} hours`,
    fewer: 'Show fewer hours',
    save: 'Save the table (CSV)',
    source: 'The same from the API',
    reasons: 'Why frames were refused',
    noReasons: 'None was refused.',
    times: (n: number) => (n === 1 ? 'once' : `${english.format(n)} times`),
    empty: 'Nothing has been counted yet. The first hour begins with the first frame.',
    whatToDo: 'What to do:',
  },
  fr: {
    title: 'Les comptes',
    lead: 'Chaque trame arrivée à la ville connaît une fin, une seule, et chaque fin est comptée. Si la somme ne tombait pas juste, vous le liriez ici.',
    sum: ({ accepted, forwarded, duplicate, refused }: Counted) => {
      const [all, values, copies, aside] = [accepted, forwarded, duplicate, refused].map((n) => french.format(n));
      const s = (n: number) => (n < 2 ? '' : 's');
      return `${all} entendue${s(accepted)} = ${values} acceptée${s(forwarded)} + ${copies} copie${s(duplicate)} + ${aside} refusée${s(refused)}.`;
    },
    since: 'Depuis que Vigie écoute ici.',
    lost: (n: number) =>
      n === 0
        ? 'Perdues : 0.'
        : `Perdues : ${french.format(n)}. Cela ne doit pas arriver. La réponse de l'API dit à un technicien dans quelle partition chercher.`,
    waiting: (n: number) => (n === 0 ? '' : n === 1 ? '1 autre est en chemin.' : `${french.format(n)} autres sont en chemin.`),
    doesNotFit: 'La somme ne tombe pas juste. Cela ne doit pas arriver : dites-le à la ville.',
    caption: (hours: number, zone: string) =>
      `Ce que chaque trame est devenue, heure par heure${hours > 1 ? ` (les ${french.format(hours)} dernières heures avec des trames)` : ''}, ${zone === 'UTC' ? 'en UTC' : `à l'${zone}`}.`,
    hour: 'Heure',
    accepted: 'Entendues',
    forwarded: 'Acceptées',
    duplicate: 'Copies',
    refused: 'Refusées',
    drawing: 'Dessin',
    legend:
      "Dans le dessin : les acceptées en plein, les copies en creux, les refusées à part, au bout. Le trait le plus long est l'heure la plus chargée.",
    scroll: 'Les comptes, heure par heure ; le tableau se déplace de côté',
    more: (n: number) => `Montrer les ${french.format(n)} heures`,
    fewer: "Montrer moins d'heures",
    save: 'Enregistrer le tableau (CSV)',
    source: "La même chose par l'API",
    reasons: 'Pourquoi des trames sont refusées',
    noReasons: "Aucune n'a été refusée.",
    times: (n: number) => `${french.format(n)} fois`,
    empty: "Rien n'est encore compté. La première heure commence avec la première trame.",
    whatToDo: 'Que faire :',
  },
});
