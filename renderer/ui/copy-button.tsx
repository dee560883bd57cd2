import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react';

function CopyIcon({ copied, failed }: { copied: boolean; failed: boolean }) {
  if (failed) return <IconAlertTriangle size={14} />;
  return copied ? <IconCheck size={14} /> : <IconCopy size={14} />;
}

/**
 * Copies `text` whole and says so. With `label` a button that says what it copies, without one a
 * small icon named `Copy <name>`.
 */
export function CopyButton(props: { text: string; label?: string; name?: string }) {
  const { text, label, name = 'this' } = props;
  const clipboard = useClipboard({ timeout: 1500 });
  const failed = clipboard.error !== null;
  const said = failed ? 'Could not copy' : clipboard.copied ? 'Copied' : (label ?? `Copy ${name}`);
  const icon = <CopyIcon copied={clipboard.copied} failed={failed} />;
  if (label !== undefined) {
    return (
      <Button variant="default" leftSection={icon} onClick={() => clipboard.copy(text)}>
        {said}
      </Button>
    );
  }
  return (
    <Tooltip label={said}>
      <ActionIcon variant="subtle" size={20} aria-label={said} onClick={() => clipboard.copy(text)}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
