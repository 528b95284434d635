import { words } from '../language/words.ts';

/** What a view says when it has nothing to show, or nothing new. */
export const partWords = words({
  en: {
    loading: 'Reading the data…',
    again: 'Try again',
    stale: 'This could not be renewed; what you read may be out of date.',
    serverSays: 'The server says:',
    faults: {
      unreachable: 'The city does not answer. Your connection may be down, or the service is starting again. The page keeps trying.',
      not_here: 'This city does not offer this here. The rest of the page does not depend on it.',
      too_often: 'Too many questions came from your address. The page waits a little, then asks again.',
      not_right: 'The city did not understand the question. This is a fault of the page, not yours; the rest still works.',
      broken: 'The city could not answer this. Nothing is lost; the page asks again in a moment.',
    },
  },
  fr: {
    loading: 'Lecture des données…',
    again: 'Réessayer',
    stale: "La mise à jour n'a pas abouti ; ce que vous lisez date peut-être un peu.",
    serverSays: 'Le serveur précise :',
    faults: {
      unreachable: 'La ville ne répond pas. Votre connexion est peut-être coupée, ou le service redémarre. La page continue de la joindre.',
      not_here: "Cette ville ne propose pas ceci ici. Le reste de la page n'en dépend pas.",
      too_often: 'Trop de demandes sont venues de votre adresse. La page patiente un peu, puis reprend.',
      not_right: "La ville n'a pas compris la demande. C'est un défaut de la page, pas de votre fait ; le reste fonctionne.",
      broken: "La ville n'a pas pu répondre. Rien n'est perdu ; la page redemande dans un instant.",
    },
  },
});
