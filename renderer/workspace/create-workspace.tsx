import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportProgress } from '../../contract/records.ts';
import type { Created } from '../../contract/workspace.ts';
import { useDesk } from '../app/desk.tsx';
import { ImportProgressBar } from '../records/import-progress.tsx';
import { Secret } from '../staff/secret.tsx';
import classes from '../staff/sign-in.module.css';
import { Refused } from '../ui/refused.tsx';

type Choice = 'empty' | 'demo';

/** Asks for a new workspace and follows it to its end. */
function useCreate(onProgress: (progress: ImportProgress) => void) {
  const desk = useDesk();
  return useMutation({
    async mutationFn(input: { owner: string; demo: boolean }): Promise<Created> {
      for await (const event of await desk.workspace.create(input)) {
        if (event.kind === 'done') return event.result;
        onProgress(event.progress);
      }
      throw new DOMException('the answer ended early', 'AbortError');
    },
  });
}

function Made({ made }: { made: Created }) {
  const answers = useQueryClient();
  return (
    <div className={classes.form}>
      <p className={classes.note}>
        The workspace is made, and <strong>{made.owner}</strong> owns it. Both secrets are shown
        this once: keep them where nobody else looks.
      </p>
      <span>Password of {made.owner}</span>
      <Secret text={made.password} name="password" />
      <span>Recovery code, for when the password is lost</span>
      <Secret text={made.recovery_code} name="recovery code" />
      <Button onClick={() => void answers.invalidateQueries({ queryKey: ['workspace'] })}>
        I have kept both, sign in
      </Button>
    </div>
  );
}

/** A folder without an owner yet: makes the first one, with invented records if wanted. */
export function CreateWorkspace() {
  const [owner, setOwner] = useState('owner');
  const [choice, setChoice] = useState<Choice>('empty');
  const [progress, setProgress] = useState<ImportProgress | null>(null);
  const create = useCreate(setProgress);
  if (create.data !== undefined) return <Made made={create.data} />;
  if (create.isPending) {
    return (
      <div className={classes.form}>
        <p className={classes.note}>
          Making the workspace{choice === 'demo' && ' and its records, which takes some seconds'}.
        </p>
        <ImportProgressBar label="Making the workspace" progress={progress} />
      </div>
    );
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ owner: owner.trim(), demo: choice === 'demo' });
      }}
    >
      <p className={classes.note}>This workspace is new: nobody owns it yet.</p>
      <SegmentedControl
        aria-label="What is in it"
        value={choice}
        onChange={(value) => setChoice(value === 'demo' ? 'demo' : 'empty')}
        data={[
          { value: 'empty', label: 'Empty, for real work' },
          { value: 'demo', label: 'Demo records' },
        ]}
      />
      <TextInput
        label="Name of the first owner"
        description="Small letters, digits, dot, dash or underscore"
        autoComplete="username"
        required
        withAsterisk={false}
        value={owner}
        onChange={(event) => setOwner(event.currentTarget.value)}
      />
      {create.error !== null && <Refused error={create.error} />}
      <Button type="submit">Make the workspace</Button>
    </form>
  );
}
