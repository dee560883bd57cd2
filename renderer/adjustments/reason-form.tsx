import { Button, Checkbox, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReasonRuleOnWire } from '../../contract/adjustments.ts';
import { type Role, roles } from '../../contract/staff.ts';
import { Refused } from '../ui/refused.tsx';
import { useSetReason } from './governance-queries.ts';
import classes from './governance.module.css';

/** Roles that may propose at all; for the others a reason changes nothing. */
const makers: readonly Role[] = roles.filter((role) => ['agent', 'senior', 'owner'].includes(role));

/** The terms of a reason that two owners may change together. */
export function ReasonForm({ rule }: { rule: ReasonRuleOnWire }) {
  const [enabled, setEnabled] = useState(rule.enabled);
  const [link, setLink] = useState(rule.link);
  const [may, setMay] = useState<readonly string[]>(rule.may);
  const [max, setMax] = useState(rule.max ?? '');
  const set = useSetReason();
  const fits = max.trim() === '' || /^(0|[1-9][0-9]{0,17})$/.test(max.trim());
  const cap = max.trim() === '' ? null : max.trim();
  const who = roles.filter((role) => may.includes(role));
  // Only what is changed: the cap in sight may be a limit's, and asking for it would make it the reason's own.
  const asked = {
    ...(enabled === rule.enabled ? {} : { enabled }),
    ...(link === rule.link ? {} : { link }),
    ...(cap === rule.max ? {} : { max: cap }),
    ...(who.join() === roles.filter((role) => rule.may.includes(role)).join() ? {} : { may: who }),
  };
  return (
    <div className={classes.form} role="form" aria-label={`Terms of ${rule.code}`}>
      <Switch
        label="May be used"
        checked={enabled}
        onChange={(event) => setEnabled(event.currentTarget.checked)}
      />
      <Switch
        label="The order or payment must be named"
        checked={link}
        onChange={(event) => setLink(event.currentTarget.checked)}
      />
      <TextInput
        label="At most, in coins; empty for no cap of its own"
        inputMode="numeric"
        autoComplete="off"
        maxLength={18}
        value={max}
        error={fits ? null : 'A whole number of coins, or nothing.'}
        onChange={(event) => setMax(event.currentTarget.value)}
      />
      <Checkbox.Group label="Who may ask for it" value={[...may]} onChange={setMay}>
        <div className={classes.checks}>
          {makers.map((role) => (
            <Checkbox key={role} value={role} label={role} />
          ))}
        </div>
      </Checkbox.Group>
      <Button
        disabled={!fits || Object.keys(asked).length === 0}
        loading={set.isPending}
        onClick={() => set.mutate({ code: rule.code, ...asked })}
      >
        Ask for these terms
      </Button>
      {set.data !== undefined && (
        <p role="status">
          {set.data.waits_for === null
            ? 'They stand.'
            : 'They wait until another owner asks for the same.'}
        </p>
      )}
      {set.error !== null && <Refused error={set.error} />}
    </div>
  );
}
