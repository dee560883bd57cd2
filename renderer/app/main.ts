import { z } from 'zod';
import { refuseMarkup } from './trusted-text.ts';

// The page may not make code from text, so the contract's schemas must not try. They read the
// setting when they are made, so everything that holds one is loaded after it.
z.config({ jitless: true });
refuseMarkup();

const { start } = await import('./start.tsx');
start();
