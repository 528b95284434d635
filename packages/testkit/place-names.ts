import type { SeededRandom } from './seeded-random.ts';

/** A town that does not exist, on the meadows between real ones. */
export const town = { name: 'Valclair-sur-Orve', latitude: 46.6512, longitude: 1.0874, radius: 1_800 };

const kinds = ['École', 'Place', 'Rue', 'Parc', 'Gymnase', 'Crèche', 'Carrefour', 'Square', 'Stade', 'Pont', 'Allée', 'Médiathèque'];
const names = [
  ...['des Tilleuls', 'du Moulin', 'des Lavandières', 'du Vieux-Lavoir', 'de la Fontaine', 'des Marronniers', 'du Clos-Fleuri'],
  ...['de la Gare', 'du Haut-Pré', 'des Tanneurs', 'de la Tuilerie', 'du Bois-Joli', 'des Quatre-Vents', 'de la Passerelle'],
  ...['du Four-à-Chaux', 'des Jardiniers', 'de la Chapelle-Blanche', 'du Petit-Port', 'des Acacias', "de l'Écluse"],
  ...["de l'Horloge", 'du Verger', 'des Hirondelles', 'de la Grange-Neuve', 'du Pressoir', 'des Peupliers', "de l'Ancien-Octroi"],
  ...['du Coteau', 'de la Source', 'des Bateliers', 'du Champ-de-Foire', 'de la Halle'],
];

/** As many labels as asked for, each different. */
export function placeLabels(random: SeededRandom, count: number): string[] {
  const labels = random.shuffled(kinds.flatMap((kind) => names.map((name) => `${kind} ${name}`)));
  return Array.from({ length: count }, (_, i) => numbered(labels[i % labels.length] ?? '', Math.floor(i / labels.length) + 1));
}

const numbered = (label: string, n: number) => (n === 1 ? label : `${label} ${n}`);

/** Lower-case letters, digits and hyphens, at most 40. */
export function slugOf(label: string): string {
  return label
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
}
