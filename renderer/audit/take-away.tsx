import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { Anchor } from '../../contract/audit.ts';
import { useDesk } from '../app/desk.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './audit.module.css';

function download(name: string, type: string, parts: BlobPart[]): void {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

function save(anchor: Anchor): void {
  download(`anchor-${anchor.seq}.json`, 'application/json', [JSON.stringify(anchor, null, 2)]);
}

/** What leaves the desk, so that it can be held against it later: an anchor, the whole chain. */
export function TakeAway() {
  const desk = useDesk();
  const anchor = useMutation({ mutationFn: () => desk.audit.anchor(), onSuccess: save });
  const whole = useMutation({
    async mutationFn() {
      const parts: string[] = [];
      for await (const { lines } of await desk.audit.export()) parts.push(`${lines.join('\n')}\n`);
      download('audit.jsonl', 'application/x-ndjson', parts);
    },
  });
  return (
    <>
      <div className={classes.buttons}>
        <Button
          variant="default"
          loading={anchor.isPending}
          onClick={() => anchor.mutate(undefined)}
        >
          Save an anchor
        </Button>
        <Button variant="default" loading={whole.isPending} onClick={() => whole.mutate(undefined)}>
          Export the chain
        </Button>
      </div>
      {anchor.data !== undefined && (
        <p role="status">
          Keep the file elsewhere. It proves rows up to {anchor.data.seq}; its code is{' '}
          <code>{anchor.data.code}</code> <CopyButton text={anchor.data.code} name="the code" />
        </p>
      )}
      {anchor.error !== null && <Refused error={anchor.error} />}
      {whole.error !== null && <Refused error={whole.error} />}
    </>
  );
}
