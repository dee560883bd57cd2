/** The question was called off; nothing of its answer is painted. */
export class CalledOff extends Error {
  constructor() {
    super('The question was called off.');
    this.name = 'CalledOff';
  }
}

/** Looked at between the steps of long work: throws CalledOff once nobody waits for the answer. */
export type StillWanted = () => void;
