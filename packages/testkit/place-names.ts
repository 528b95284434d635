import type { SeededRandom } from './seeded-random.ts';

/** A town that does not exist, on the meadows between real ones. */
export const town = { name: 'Valclair-sur-Orve', latitude: 46.6512, longitude: 1.0874, radius: 1_800 };

const kinds = {
  outdoor: ['Place', 'Rue', 'Parc', 'Carrefour', 'Square', 'Stade', 'Pont', 'Allée', 'Jardin', 'Quai'],
  indoor: ['École', 'École maternelle', 'Collège', 'Gymnase', 'Crèche', 'Salle', 'Foyer', 'Médiathèque'],
};
const names = [
  ...['des Tilleuls', 'du Moulin', 'des Lavandières', 'du Vieux-Lavoir', 'de la Fontaine', 'des Marronniers', 'du Clos-Fleuri'],
  ...['de la Gare', 'du Haut-Pré', 'des Tanneurs', 'de la Tuilerie', 'du Bois-Joli', 'des Quatre-Vents', 'de la Passerelle'],
  ...['du Four-à-Chaux', 'des Jardiniers', 'de la Chapelle-Blanche', 'du Petit-Port', 'des Acacias', "de l'Écluse"],
  ...["de l'Horloge", 'du Verger', 'des Hirondelles', 'de la Grange-Neuve', 'du Pressoir', 'des Peupliers', "de l'Ancien-Octroi"],
  ...['du Coteau', 'de la Source', 'des Bateliers', 'du Champ-de-Foire', 'de la Halle'],
];

/** A label for each place, of its kind, and each different. */
export function placeLabels(random: SeededRandom, places: readonly (keyof typeof kinds)[]): string[] {
  const labels = { outdoor: labelsOf('outdoor', random), indoor: labelsOf('indoor', random) };
  return places.map((place) => labels[place]());
}

/** Gives the next label at each call; when all have been given, the same ones numbered. */
function labelsOf(place: keyof typeof kinds, random: SeededRandom): () => string {
  const labels = random.shuffled(kinds[place].flatMap((kind) => names.map((name) => `${kind} ${name}`)));
  let given = 0;
  return () => {
    const label = numbered(labels[given % labels.length] ?? '', Math.floor(given / labels.length) + 1);
    given += 1;
    return label;
  };
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
