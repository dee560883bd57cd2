import { ActionIcon, Button, Group, Menu, Popover, TextInput } from '@mantine/core';
import { IconChevronDown, IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import classes from './view-tabs.module.css';

export interface ViewTab {
  readonly id: string;
  readonly name: string;
}

function NameForm(props: { name: string; action: string; onName: (name: string) => void }) {
  const [name, setName] = useState(props.name);
  function take(event: FormEvent): void {
    event.preventDefault();
    event.stopPropagation();
    if (name.trim() !== '') props.onName(name.trim());
  }
  return (
    <form onSubmit={take}>
      <Group gap={8} align="flex-end">
        <TextInput
          label="Name of the view"
          data-autofocus
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit">{props.action}</Button>
      </Group>
    </form>
  );
}

function TabMenu(props: {
  tab: ViewTab;
  changed: boolean;
  onUpdate: () => void;
  onRename: (name: string) => void;
  onRemove: () => void;
}) {
  const [naming, setNaming] = useState(false);
  return (
    <Popover opened={naming} onChange={setNaming} trapFocus returnFocus position="bottom-start">
      <Popover.Target>
        <span>
          <Menu position="bottom-start">
            <Menu.Target>
              <ActionIcon size={20} aria-label={`What to do with the view ${props.tab.name}`}>
                <IconChevronDown size={14} aria-hidden="true" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item disabled={!props.changed} onClick={props.onUpdate}>
                Keep the changes
              </Menu.Item>
              <Menu.Item onClick={() => setNaming(true)}>Rename</Menu.Item>
              <Menu.Item onClick={props.onRemove}>Remove this view</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </span>
      </Popover.Target>
      <Popover.Dropdown>
        <NameForm
          name={props.tab.name}
          action="Rename"
          onName={(name) => {
            setNaming(false);
            props.onRename(name);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

/**
 * Saved views of a list as tabs, after one with everything and those that everybody has; a dot says
 * that the view was changed.
 */
export function ViewTabs(props: {
  label: string;
  /** Views that are always there and cannot be changed. */
  fixed?: readonly ViewTab[];
  tabs: readonly ViewTab[];
  current: string | null;
  changed: boolean;
  onChoose: (id: string | null) => void;
  onSave: (name: string) => void;
  onUpdate: () => void;
  onRename: (id: string, name: string) => void;
  onRemove: (id: string) => void;
}) {
  const { fixed = [], tabs, current, changed } = props;
  const [saving, setSaving] = useState(false);
  const all: readonly (ViewTab | null)[] = [null, ...fixed, ...tabs];
  return (
    <div className={classes.tabs} role="group" aria-label={props.label}>
      {all.map((tab) => {
        const here = current === (tab?.id ?? null);
        return (
          <span key={tab?.id ?? ''} className={`${classes.tab} ${here ? classes.here : ''}`}>
            <button
              type="button"
              className={classes.name}
              aria-pressed={here}
              title={tab?.name}
              onClick={() => props.onChoose(tab?.id ?? null)}
            >
              {tab?.name ?? 'All'}
              {here && changed && tab !== null && (
                <span title="Changed since it was saved" className={classes.dot}>
                  {' '}
                  ●<span className={classes.unseen}> changed</span>
                </span>
              )}
            </button>
            {here && tab !== null && tabs.includes(tab) && (
              <TabMenu
                tab={tab}
                changed={changed}
                onUpdate={props.onUpdate}
                onRename={(name) => props.onRename(tab.id, name)}
                onRemove={() => props.onRemove(tab.id)}
              />
            )}
          </span>
        );
      })}
      <Popover opened={saving} onChange={setSaving} trapFocus returnFocus position="bottom-start">
        <Popover.Target>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden="true" />}
            onClick={() => setSaving(!saving)}
          >
            Save view
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <NameForm
            name=""
            action="Save"
            onName={(name) => {
              setSaving(false);
              props.onSave(name);
            }}
          />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
