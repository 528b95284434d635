import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Choice, chooseDatastreams } from './choose-datastreams.ts';
import type { Format, PageFacts } from './formats/contract.ts';
import { chooseFormat } from './formats/index.ts';
import { licenceOf } from './licence.ts';
import { MemoryBudget } from './memory-budget.ts';
import type { Datastream, OpenPlane } from './open-plane.ts';
import { type PageMark, writePageMark } from './page-mark.ts';
import type { PublishParts } from './publish-routes.ts';
import type { Range } from './range-query.ts';
import { type Page, rewritePage, type Source, writePage } from './write-page.ts';

/** Something stored that belongs to a datastream. */
interface Stored {
  readonly datastream: string;
}

/** A kind of rows that is answered page by page, and where they come from. */
export interface Paged<S extends Stored, Row> {
  /** As in the name of a file. */
  readonly name: string;
  readonly formats: readonly [Format<Row>, ...Format<Row>[]];
  /** In the order of marks. Without `datastreams`: of all. */
  read(range: Range & { readonly datastreams?: readonly string[]; readonly limit?: number }): AsyncIterable<readonly S[]>;
  markOf(stored: S): PageMark;
  row(stored: S, datastream: Datastream): Row;
}

export interface PageCall {
  readonly query: Choice & { readonly limit: number; readonly format?: string | undefined; readonly to?: number | undefined };
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** More of them are read in the order of time, and what was not chosen is left out: merging so many orders costs more. */
const mostMerged = 1_000;
/** Rows that are sent in one piece, with an ETag; some 2 MB. */
const mostWhole = 10_000;
/** Of all pages that are being sent; some ten of the largest as CSV. A page that finds no room is read twice. */
const budget = new MemoryBudget(64 * 2 ** 20);

/** A page of the open plane (truth 10). @throws Problem 400 */
export async function answerPage<S extends Stored, Row>(parts: PublishParts, call: PageCall, range: Range, paged: Paged<S, Row>) {
  const { query, request, reply } = call;
  const plane = await parts.plane();
  const format = chooseFormat(paged.formats, query.format, request.headers.accept);
  const source = sourceOf(paged, range, chooseDatastreams(query, plane), { plane, format, facts: factsOf(parts, plane) });
  const page = await writePage(source, query.limit, budget);
  const next = page.isMore && page.last ? nextAddress(request.url, range, page.last) : null;
  reply.headers(headersOf({ name: paged.name, extension: format.extension, next }, source.facts)).type(format.mediaType);
  return send(reply, page, source, next);
}

interface Writing<Row> {
  readonly plane: OpenPlane;
  readonly format: Format<Row>;
  readonly facts: PageFacts;
}

function sourceOf<S extends Stored, Row>(
  { read, markOf, row }: Paged<S, Row>,
  range: Range,
  chosen: readonly Datastream[] | undefined,
  { plane, format, facts }: Writing<Row>,
): Source<S, Row> {
  const wanted = chosen ? new Map(chosen.map((one) => [one.id, one])) : plane.datastreams;
  const isMerged = chosen !== undefined && chosen.length <= mostMerged;
  return {
    read: (limit) =>
      read({ ...range, ...(isMerged ? { datastreams: [...wanted.keys()], ...(limit === undefined ? {} : { limit }) } : {}) }),
    row: (stored) => {
      const datastream = wanted.get(stored.datastream);
      return datastream && row(stored, datastream);
    },
    ...{ markOf, format, facts },
  };
}

function factsOf({ licence, simulated }: PublishParts, { sites }: OpenPlane): PageFacts {
  const position = (id: string) => {
    const { longitude = 0, latitude = 0 } = sites.get(id) ?? {};
    return [longitude, latitude] as const;
  };
  return { licence, simulated, position };
}

interface Said {
  readonly name: string;
  readonly extension: string | undefined;
  readonly next: string | null;
}

function headersOf({ name, extension, next }: Said, { licence, simulated }: PageFacts): Record<string, string> {
  const links = [...(next === null ? [] : [`<${next}>; rel="next"`]), `<${licenceOf(licence).url}>; rel="license"`];
  const file = `vigie-${name}${simulated ? '-simulated' : ''}.${extension}`;
  return {
    link: links.join(', '),
    vary: 'Accept',
    ...(extension === undefined ? {} : { 'content-disposition': `attachment; filename="${file}"` }),
  };
}

function send<S, Row>(reply: FastifyReply, { rows, last, held }: Page, source: Source<S, Row>, next: string | null): FastifyReply {
  const { format, facts } = source;
  const start = format.start(facts, next);
  if (held.isDropped && last) return reply.send(Readable.from(rewritten(start, source, last)));
  const parts = [Buffer.from(start), ...held.parts, Buffer.from(format.end)];
  if (rows > mostWhole) return reply.send(Readable.from(parts).once('close', () => held.release()));
  held.release();
  return reply.send(Buffer.concat(parts));
}

async function* rewritten<S, Row>(start: string, source: Source<S, Row>, last: PageMark): AsyncGenerator<string> {
  yield start;
  yield* rewritePage(source, last);
  yield source.format.end;
}

/** The same range, even when it was counted from now: the pages of one walk fit together. */
function nextAddress(url: string, { from, to }: Range, mark: PageMark): string {
  const [path, search] = url.split('?');
  const query = new URLSearchParams(search);
  query.set('from', new Date(from).toISOString());
  query.set('to', new Date(to).toISOString());
  query.set('after', writePageMark(mark));
  return `${path}?${query}`;
}
