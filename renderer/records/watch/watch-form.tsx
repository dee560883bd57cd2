import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { WatchSetting } from '../../../contract/drops.ts';
import { useDesk } from '../../app/desk.tsx';
import { Refused } from '../../ui/refused.tsx';
import classes from '../import/import.module.css';
import { watchedKey } from './watched.ts';

/** Sets or ends the watching of a folder; the list is what the desk answers. */
export function useWatch(onDone: () => void) {
  const desk = useDesk();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: (input: { folder: string | null; automatic: boolean }) => desk.drops.watch(input),
    onSuccess(watched) {
      answers.setQueryData(watchedKey, watched);
      onDone();
    },
  });
}

/** Which folder is watched, and whether its drops come in without a question. */
export function WatchForm(props: { setting: WatchSetting; onDone: () => void }) {
  const { setting, onDone } = props;
  const [folder, setFolder] = useState(setting.folder ?? '');
  const [automatic, setAutomatic] = useState(setting.automatic);
  const watch = useWatch(onDone);
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        watch.mutate({ folder: folder.trim(), automatic });
      }}
    >
      <div className={classes.form}>
        <TextInput
          className={classes.path}
          label="Folder on the desk's machine"
          placeholder="/data/drops"
          spellCheck={false}
          required
          withAsterisk={false}
          data-autofocus
          value={folder}
          onChange={(event) => setFolder(event.currentTarget.value)}
        />
        <Button type="submit" loading={watch.isPending}>
          Watch it
        </Button>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
      </div>
      <Checkbox
        label="Import each drop without asking"
        description="In your name, as long as you are an owner. Otherwise each one waits for a yes."
        checked={automatic}
        onChange={(event) => setAutomatic(event.currentTarget.checked)}
      />
      {watch.error !== null && <Refused error={watch.error} />}
    </form>
  );
}
