import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useDesk } from '../../app/desk.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { readRefusal } from '../../ui/refusal.ts';
import { canSave, saveText } from './save-text.ts';

/** Gives the reject list of a run or a plan as a file, or to the clipboard where a window may not save. */
export function RejectList({ list }: { list: string }) {
  const desk = useDesk();
  const fetched = useMutation({
    mutationFn: () => desk.records.rejects({ list }),
    onSuccess({ csv }) {
      if (canSave()) saveText(`rejects-${list}.csv`, 'text/csv', csv);
    },
    onError(error) {
      const { message, next } = readRefusal(error);
      notifications.show({ title: message, message: next });
    },
  });
  if (fetched.data !== undefined && !canSave()) {
    return <CopyButton text={fetched.data.csv} label="Copy the reject list" />;
  }
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={14} />}
      loading={fetched.isPending}
      onClick={() => fetched.mutate()}
    >
      {canSave() ? 'Download the reject list' : 'Fetch the reject list'}
    </Button>
  );
}
