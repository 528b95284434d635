import { words } from '../language/words.ts';

export const safeWords = words({
  en: { failed: 'This part of the page has failed. The data are not affected; load the page again to see it.' },
  fr: { failed: "Cette partie de la page est en panne. Les données n'en souffrent pas ; rechargez la page pour la revoir." },
});
