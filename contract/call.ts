import { oc } from '@orpc/contract';
import { refusals } from './errors.ts';

/** The start of every procedure: any of them may be refused with one of the desk's codes. */
export const call = oc.errors(refusals);
