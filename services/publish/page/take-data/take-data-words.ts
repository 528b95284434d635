import { words } from '../language/words.ts';

const english = new Intl.NumberFormat('en');
const french = new Intl.NumberFormat('fr');

export const takeDataWords = words({
  en: {
    title: 'Take the data',
    lead: 'Everything on this page comes from addresses that answer you too: now, without an account, without a key.',
    simulated: 'Simulated: nothing in these data is real.',
    licence: 'Licence:',
    licenceUnknown: 'The licence stands in each answer.',
    copyAddress: 'Copy the address',
    copyCurl: 'Copy the curl line',
    open: 'Open',
    preview: 'Look at the first rows',
    listen: 'Listen to the first events',
    hide: 'Hide',
    size: (size: string) => `This answer has ${size}.`,
    more: (n: number) => (n === 1 ? 'One more line follows.' : `${english.format(n)} more lines follow.`),
    nothing: 'The answer is empty so far. Ask again in a moment.',
    rest: 'All the rest',
    restSays: 'By site, quantity, time and map section; page by page, as far back as the data go.',
    api: 'The whole API, to read and to try',
    openapi: 'The same as OpenAPI, for machines',
    offers: {
      csv: {
        title: 'Observations as CSV',
        says: 'Every value of the last 24 hours, one a line, for a spreadsheet. A thousand at a time; each answer names the next.',
      },
      geojson: { title: 'Observations as GeoJSON', says: 'The same values with their places, for a map.' },
      windows: { title: 'Hourly means', says: 'Mean, lowest and highest of each hour, and how much of the hour was covered.' },
      live: { title: 'Live', says: 'Each value the moment it is accepted, as an unbroken stream.' },
      ledger: { title: 'The ledger', says: 'What became of every frame, by hour and reason.' },
    },
  },
  fr: {
    title: 'Prenez les données',
    lead: 'Tout ce que montre cette page vient d’adresses qui vous répondent aussi : maintenant, sans compte, sans clé.',
    simulated: "Simulé : rien dans ces données n'est réel.",
    licence: 'Licence :',
    licenceUnknown: 'La licence figure dans chaque réponse.',
    copyAddress: "Copier l'adresse",
    copyCurl: 'Copier la ligne curl',
    open: 'Ouvrir',
    preview: 'Voir les premières lignes',
    listen: 'Écouter les premiers événements',
    hide: 'Masquer',
    size: (size: string) => `Cette réponse pèse ${size}.`,
    more: (n: number) => (n === 1 ? 'Une autre ligne suit.' : `${french.format(n)} autres lignes suivent.`),
    nothing: 'La réponse est encore vide. Redemandez dans un instant.',
    rest: 'Tout le reste',
    restSays: 'Par site, grandeur, période et portion de carte ; page après page, aussi loin que remontent les données.',
    api: "Toute l'API, à lire et à essayer",
    openapi: 'La même en OpenAPI, pour les machines',
    offers: {
      csv: {
        title: 'Mesures en CSV',
        says: 'Chaque valeur des dernières 24 heures, une par ligne, pour un tableur. Mille à la fois ; chaque réponse nomme la suivante.',
      },
      geojson: { title: 'Mesures en GeoJSON', says: 'Les mêmes valeurs avec leur lieu, pour une carte.' },
      windows: { title: 'Moyennes horaires', says: "Moyenne, minimum et maximum de chaque heure, et la part de l'heure couverte." },
      live: { title: 'En direct', says: "Chaque valeur à l'instant où elle est acceptée, en flux continu." },
      ledger: { title: 'Les comptes', says: 'Ce que chaque trame est devenue, par heure et par motif.' },
    },
  },
});
