import { oc } from '@orpc/contract';
import { refusals } from './errors.ts';
import { speakPlainly } from './issue-words.ts';

// Every process that speaks this contract checks by it, and says in plain words what does not fit.
speakPlainly();

/** The start of every procedure: any of them may be refused with one of the desk's codes. */
export const call = oc.errors(refusals);
