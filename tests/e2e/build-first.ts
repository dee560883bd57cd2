import { ensureBuilt } from '../../scripts/build.mjs';

/** Before the browser tests, whoever starts them: the doors are tested as they are built. */
export default ensureBuilt;
