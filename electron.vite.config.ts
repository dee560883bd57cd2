import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/**
 * Three builds for the desktop door, of which the browser door uses the page alone. Whatever
 * stands under `dependencies` carries a native binary and stays outside the bundles.
 */
export default defineConfig({
  main: {
    build: {
      outDir: at('./out/main'),
      rolldownOptions: {
        input: {
          index: at('./main/hosts/desktop/index.ts'),
          'desk-process': at('./main/hosts/local/desk-process.ts'),
          'bundle-worker': at('./main/desk/cases/bundle/bundle-worker.ts'),
          'list-worker': at('./main/desk/records/lists/list-worker.ts'),
          'backup-worker': at('./main/desk/storage/backup-worker.ts'),
          'verify-worker': at('./main/desk/audit/verify-worker.ts'),
          'import-worker': at('./main/desk/records/import/import-worker.ts'),
          'reader-process': at('./main/desk/records/import/reader-process.ts'),
          'memory-watch': at('./main/desk/records/import/memory-watch.ts'),
          'refresh-worker': at('./main/desk/sellers/derive/refresh-worker.ts'),
          'whole-worker': at('./main/desk/diagnosis/whole/whole-worker.ts'),
        },
        // One flat folder: `new URL('./import-worker.js', import.meta.url)` is right from any chunk.
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('./out/preload'),
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: at('./preload/index.ts') },
        // A sandboxed preload can only be CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('./renderer'),
    plugins: [react()],
    build: {
      outDir: at('./out/renderer'),
      minify: true,
      sourcemap: false,
      // Nothing inlined as data: URLs, which the policy of the page refuses.
      assetsInlineLimit: 0,
      rolldownOptions: { input: at('./renderer/index.html') },
    },
  },
});
