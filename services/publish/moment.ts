import { momentSchema } from '../../packages/http/moment.ts';

/** The parameters of a range of time. */
export const periodQuery = {
  from: momentSchema.optional().meta({ description: 'First moment, included.', fr: 'Premier moment, compris.' }),
  to: momentSchema.optional().meta({ description: 'Last moment, not included.', fr: 'Dernier moment, non compris.' }),
};
