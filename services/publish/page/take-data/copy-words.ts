import { words } from '../language/words.ts';

export const copyWords = words({
  en: {
    copied: 'Copied',
    failed: 'Your browser does not let the page copy. Select the text and copy it yourself.',
  },
  fr: {
    copied: 'Copié',
    failed: 'Votre navigateur ne laisse pas la page copier. Sélectionnez le texte et copiez-le vous-même.',
  },
});
