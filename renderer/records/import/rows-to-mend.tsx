import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTool } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { policy } from '../../../contract/policy.ts';
import { useDesk, useMe } from '../../app/desk.tsx';
import { may } from '../../app/may.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { readRefusal } from '../../ui/refusal.ts';
import { formatRows } from '../import-words.ts';
import { canSave, saveText } from './save-text.ts';

const what = 'Rows to fix';

/** Gives the rejected rows of a file as a file of their own, to be fixed and imported. */
export function RowsToMend({ list, files }: { list: string; files: readonly string[] }) {
  const desk = useDesk();
  const { role } = useMe();
  const fetched = useMutation({
    mutationFn: (file: string) => desk.records.rejectedRows({ list, file }),
    onSuccess({ name, text, left_out: leftOut }) {
      if (canSave()) saveText(name, 'text/plain', text);
      if (leftOut > 0)
        notifications.show({
          message: `${formatRows(leftOut)} cannot be told apart into fields and ${leftOut === 1 ? 'is' : 'are'} in the reject list alone.`,
        });
    },
    onError(error) {
      const { message, next } = readRefusal(error);
      notifications.show({ title: message, message: next });
    },
  });
  const [only] = files;
  if (only === undefined || !may(role, policy.records.rejectedRows)) return null;
  if (fetched.data !== undefined && !canSave())
    return <CopyButton text={fetched.data.text} label={`Copy ${fetched.data.name}`} />;
  const looks = {
    variant: 'default',
    leftSection: <IconTool size={14} />,
    loading: fetched.isPending,
  } as const;
  if (files.length === 1)
    return (
      <Button {...looks} onClick={() => fetched.mutate(only)}>
        {what}
      </Button>
    );
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button {...looks}>{what}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {files.map((file) => (
          <Menu.Item key={file} onClick={() => fetched.mutate(file)}>
            <HostileText inline text={file} />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
