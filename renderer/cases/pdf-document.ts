import { getDocument, PDFWorker } from 'pdfjs-dist';

/** A picture in a PDF with more pixels than this is left out, and a page has at most so many. */
const mostPixels = 16 * 1024 * 1024;

/** The fourteen fonts that a PDF may name without bringing them, as files of this page. */
const fonts = import.meta.glob<string>('../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}', {
  query: '?url',
  import: 'default',
  eager: true,
});

/** Gives the reader the fonts of this page, and nothing else from anywhere. */
class OwnFiles {
  /** The reader makes one of these and asks it for files by name. */
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const address = Object.entries(fonts).find(([name]) => name.endsWith(`/${filename}`))?.[1];
    if (kind !== 'standardFontDataUrl' || address === undefined)
      throw new Error(`There is no ${filename} here.`);
    const answer = await fetch(address);
    return new Uint8Array(await answer.arrayBuffer());
  }
}

/**
 * Opens a PDF to be drawn, and no more: nothing in it runs, no form, script or link of it is made,
 * nothing is fetched for it but the fonts of this page. Throws for what is none, or is locked.
 */
export async function openPdf(pieces: readonly Uint8Array<ArrayBuffer>[]) {
  const thread = new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module' });
  const worker = PDFWorker.create({ port: thread });
  const data = new Uint8Array(await new Blob([...pieces]).arrayBuffer());
  const loading = getDocument({
    data,
    worker,
    BinaryDataFactory: OwnFiles,
    standardFontDataUrl: 'fonts/',
    useWorkerFetch: false,
    useSystemFonts: false,
    useWasm: false,
    enableXfa: false,
    maxImageSize: mostPixels,
    stopAtErrors: false,
    verbosity: 0,
  });
  const end = () => {
    void loading.destroy();
    worker.destroy();
    thread.terminate();
  };
  try {
    const { numPages, getPage } = await loading.promise.then((opened) => ({
      numPages: opened.numPages,
      getPage: (number: number) => opened.getPage(number),
    }));
    return { pages: numPages, page: getPage, end };
  } catch (error) {
    end();
    throw error;
  }
}

export type OpenPdf = Awaited<ReturnType<typeof openPdf>>;
type Page = Awaited<ReturnType<OpenPdf['page']>>;

/** Draws a page as wide as given, in points of the screen, and gives its text. */
export async function drawPage(
  page: Page,
  canvas: HTMLCanvasElement,
  width: number,
): Promise<string> {
  const { width: own, height } = page.getViewport({ scale: 1 });
  const sharp = Math.min(window.devicePixelRatio, Math.sqrt(mostPixels / (width * width)));
  const scale = Math.min((width / own) * sharp, Math.sqrt(mostPixels / (own * height)));
  const viewport = page.getViewport({ scale });
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  // 0 is AnnotationMode.DISABLE: what lies over the page is not drawn.
  await page.render({ canvas, viewport, annotationMode: 0 }).promise;
  const { items } = await page.getTextContent();
  return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
}
