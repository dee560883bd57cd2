import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { CaseView } from '../../contract/cases.ts';
import { counted } from '../../contract/say.ts';
import { useDesk } from '../app/desk.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Loading } from '../ui/loading.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './case.module.css';
import { fetchPieces, saveBytes, savedName } from './files.ts';

/** The reader of PDFs is large: it is fetched when somebody opens one. */
const PdfView = lazy(async () => ({ default: (await import('./pdf-view.tsx')).PdfView }));

type File = CaseView['attachments'][number];

/** The picture by its bytes, under an address that lives as long as the element that shows it. */
function Picture({ file, pieces }: { file: File; pieces: readonly Uint8Array<ArrayBuffer>[] }) {
  function show(image: HTMLImageElement | null): (() => void) | undefined {
    if (image === null) return undefined;
    const address = URL.createObjectURL(new Blob([...pieces], { type: file.type }));
    image.src = address;
    return () => URL.revokeObjectURL(address);
  }
  return <img ref={show} className={classes.picture} alt={file.name} />;
}

function Text({ pieces }: { pieces: readonly Uint8Array<ArrayBuffer>[] }) {
  const decoder = new TextDecoder();
  const text = pieces.map((piece) => decoder.decode(piece, { stream: true })).join('');
  return <HostileText text={text} />;
}

/**
 * An attachment, shown safely: a picture as a picture, text as inert text, a PDF drawn
 * page by page without anything in it running. What is saved ends as its type does, whatever its
 * sender called it.
 */
export function AttachmentView({ file }: { file: File }) {
  const desk = useDesk();
  const { data, error } = useQuery({
    queryKey: ['cases', 'attachment', file.sha256],
    enabled: file.here,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: () => fetchPieces((from) => desk.cases.attachment({ entry: file.entry, from })),
  });
  return (
    <Panel
      title={<HostileText inline text={file.name} />}
      aside={
        data !== undefined && (
          <Button
            variant="default"
            onClick={() => saveBytes(savedName(file.name, file.type), data)}
          >
            Save
          </Button>
        )
      }
    >
      <p className={classes.dim}>
        {file.type}, {counted(file.bytes, 'byte')}, attached by {file.by}
      </p>
      {file.warning !== null && <p className={classes.warn}>! {file.warning}</p>}
      {!file.here && <p>The file stayed at the desk it came from.</p>}
      {error !== null && <Refused error={error} />}
      {file.here && error === null && data === undefined && <Loading rows={8} />}
      {data !== undefined && file.type.startsWith('image/') && (
        <Picture file={file} pieces={data} />
      )}
      {data !== undefined && file.type === 'text/plain' && <Text pieces={data} />}
      {data !== undefined && file.type === 'application/pdf' && (
        <Suspense fallback={<Loading rows={12} />}>
          <PdfView pieces={data} />
        </Suspense>
      )}
    </Panel>
  );
}
