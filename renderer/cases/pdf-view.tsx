import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { HostileText } from '../ui/hostile-text.tsx';
import { Loading } from '../ui/loading.tsx';
import classes from './case.module.css';
import { drawPage, type OpenPdf, openPdf } from './pdf-document.ts';

const drawnWidth = 720;

/** One page as a picture, and its words beside it for those who read by ear or want to copy. */
function Sheet({ pdf, number }: { pdf: OpenPdf; number: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [text, setText] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let gone = false;
    const draw = async (): Promise<void> => {
      const page = await pdf.page(number);
      if (gone || canvas.current === null) return;
      const said = await drawPage(page, canvas.current, drawnWidth);
      if (!gone) setText(said);
    };
    draw().catch(() => {
      if (!gone) setFailed(true);
    });
    return () => {
      gone = true;
    };
  }, [pdf, number]);
  return (
    <>
      <canvas ref={canvas} className={classes.sheet} aria-label={`Page ${number}`} role="img" />
      {failed && <p className={classes.warn}>! This page cannot be drawn.</p>}
      {text !== null && text.trim() !== '' && (
        <details>
          <summary>The words of this page</summary>
          <HostileText text={text} />
        </details>
      )}
    </>
  );
}

function Pages({ pdf }: { pdf: OpenPdf }) {
  const [number, setNumber] = useState(1);
  return (
    <div className={classes.pages}>
      <div className={classes.actions}>
        <Button variant="default" disabled={number === 1} onClick={() => setNumber(number - 1)}>
          Page before
        </Button>
        <span role="status">
          Page {number} of {pdf.pages}
        </span>
        <Button
          variant="default"
          disabled={number === pdf.pages}
          onClick={() => setNumber(number + 1)}
        >
          Next page
        </Button>
      </div>
      <Sheet key={number} pdf={pdf} number={number} />
    </div>
  );
}

/** A PDF drawn page by page. Nothing in it runs, and it leads nowhere. */
export function PdfView({ pieces }: { pieces: readonly Uint8Array<ArrayBuffer>[] }) {
  const [pdf, setPdf] = useState<OpenPdf | 'damaged' | null>(null);
  useEffect(() => {
    const opening = openPdf(pieces);
    let gone = false;
    opening.then(
      (opened) => (gone ? opened.end() : setPdf(opened)),
      () => (gone ? undefined : setPdf('damaged')),
    );
    return () => {
      gone = true;
      opening.then(
        (opened) => opened.end(),
        () => undefined,
      );
    };
  }, [pieces]);
  if (pdf === 'damaged')
    return <p>It cannot be opened here: it is damaged, or locked with a password.</p>;
  return pdf === null ? <Loading rows={12} /> : <Pages pdf={pdf} />;
}
