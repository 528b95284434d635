/** What is said around rows, and of where they were measured. */
export interface PageFacts {
  /** SPDX identifier. */
  readonly licence: string;
  readonly simulated: boolean;
  /** Where a site is: longitude and latitude. */
  position(site: string): readonly [longitude: number, latitude: number];
}

/** How rows are written out, in parts: a large page is never one text. */
export interface Format<Row> {
  /** As in `?format=`. */
  readonly name: string;
  readonly mediaType: string;
  /** What the name of a file ends in; undefined: not sent as a file. */
  readonly extension?: string;
  /** @param next address of the next page. */
  start(facts: PageFacts, next: string | null): string;
  /** Of one or more rows. */
  rows(rows: readonly Row[], facts: PageFacts): string;
  /** Between two calls of `rows`. */
  readonly between: string;
  readonly end: string;
}
