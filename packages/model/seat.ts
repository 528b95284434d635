import { z } from 'zod';

/** Nothing is ever written: who holds the one partition of `seats` in a group of its own holds that group's seat. */
export const seatSchema = z.never();
