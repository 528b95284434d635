/** A declaration cannot be used; the message names the file and the field. */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';
}
