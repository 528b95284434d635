/** `vendor/model` as folders of firmware-decoders are called; undefined: one of the two says nothing. */
export function modelOf(vendor: string, model: string): string | undefined {
  const parts = [vendor, model].map(folderName);
  return parts.every((part) => part !== '') ? parts.join('/') : undefined;
}

function folderName(words: string): string {
  return words
    .toLowerCase()
    .replaceAll(/[^a-z0-9._]+/g, '-')
    .replaceAll(/^[-._]+|[-._]+$/g, '')
    .slice(0, 40);
}
