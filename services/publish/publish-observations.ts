import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readParameters, wrongParameter } from '../../packages/http/read-parameters.ts';
import type { Reading } from '../../packages/model/reading.ts';
import type { RangeQuery } from '../../packages/series/contract.ts';
import { chooseFormat, formatNames } from './formats/index.ts';
import { momentSchema } from './moment.ts';
import { type OpenReading, observation } from './observation.ts';
import type { OpenPlane } from './open-plane.ts';
import { pageMark, readPageMark } from './page-mark.ts';
import type { PublishParts } from './publish-routes.ts';

const dayLength = 86_400_000;

const observationsQuery = z.strictObject({
  datastream: z.string().optional(),
  site: z.string().optional(),
  quantity: z.string().optional(),
  from: momentSchema.optional(),
  to: momentSchema.optional(),
  limit: z.coerce.number('wants a number').int().min(1).max(10_000).default(1_000),
  after: z.string().optional(),
  format: z.enum(formatNames).optional(),
});
type Query = z.infer<typeof observationsQuery>;

/** A page of observations, oldest first; without `from`, those of the last 24 hours. */
export async function publishObservations(parts: PublishParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const query = readParameters(observationsQuery, request.query);
  const plane = await parts.plane();
  const range = rangeOf(query, plane, parts.now());
  const page = await readPage(parts, range, query.limit, plane);
  const next = page.length === query.limit ? nextAddress(request.url, range, page.at(-1)?.reading) : null;
  if (next) reply.header('link', `<${next}>; rel="next"`);
  const format = chooseFormat(query.format, request.headers.accept);
  const { licence, simulated } = parts;
  const body = format.write(page.map(observation), { licence, simulated, next });
  return reply.header('vary', 'accept').type(format.mediaType).send(body);
}

function rangeOf(query: Query, plane: OpenPlane, now: number): RangeQuery {
  const from = query.from ?? now - dayLength;
  const to = query.to ?? now + dayLength;
  if (from >= to) throw wrongParameter('from: wants a moment before "to".');
  return { from, to, ...wanted(query, plane), ...afterOf(query) };
}

/** Nothing: every datastream. */
function wanted({ datastream, site, quantity }: Query, { sites, datastreams }: OpenPlane): Pick<RangeQuery, 'datastreams'> {
  const all = [...datastreams.values()];
  if (datastream !== undefined && !datastreams.has(datastream)) throw unknown('datastream');
  if (site !== undefined && !sites.has(site)) throw unknown('site');
  if (quantity !== undefined && !all.some((one) => one.quantity === quantity)) throw unknown('quantity');
  if (datastream === undefined && site === undefined && quantity === undefined) return {};
  const chosen = all.filter(
    (one) => one.id === (datastream ?? one.id) && one.site === (site ?? one.site) && one.quantity === (quantity ?? one.quantity),
  );
  return { datastreams: chosen.map(({ id }) => id) };
}

const unknown = (name: string) => wrongParameter(`${name}: there is no such ${name}; see /api/v1/datastreams.`);

function afterOf({ after }: Query): Pick<RangeQuery, 'after'> {
  if (after === undefined) return {};
  const key = readPageMark(after);
  if (!key) throw wrongParameter('after: wants the mark of a page, as the address in "next" carries it.');
  return { after: key };
}

/** At most `limit` readings of the open plane (truth 10). */
async function readPage({ series }: PublishParts, range: RangeQuery, limit: number, { datastreams }: OpenPlane): Promise<OpenReading[]> {
  const page: OpenReading[] = [];
  for await (const reading of series.range(range)) {
    const datastream = datastreams.get(reading.datastream);
    if (datastream) page.push({ reading, datastream });
    if (page.length === limit) break;
  }
  return page;
}

/** The same range, even when it was counted from now: the pages of one walk fit together. */
function nextAddress(url: string, { from, to }: RangeQuery, last: Reading | undefined): string | null {
  if (!last) return null;
  const [path, search] = url.split('?');
  const query = new URLSearchParams(search);
  query.set('from', new Date(from).toISOString());
  query.set('to', new Date(to).toISOString());
  query.set('after', pageMark(last));
  return `${path}?${query}`;
}
