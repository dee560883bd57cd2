import { ActionIcon, Button, Menu, Popover } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Filter, FilterNode } from '../../contract/record-lists.ts';
import {
  addedAt,
  changedAt,
  type FilterColumn,
  type FilterPath,
  isGroup,
  unwrappedAt,
} from './filter-edit.ts';
import { FilterForm } from './filter-form.tsx';
import { nodeWords } from './filter-words.ts';
import classes from './filter.module.css';

export interface FilterChipsProps {
  readonly columns: readonly FilterColumn[];
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly valuesOf: (column: string) => readonly string[];
}

interface Shared extends FilterChipsProps {
  readonly byName: ReadonlyMap<string, FilterColumn>;
}

function Add(props: Shared & { path: FilterPath; label: string; small?: boolean }) {
  const [open, setOpen] = useState(false);
  const { path, filter, onFilter } = props;
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          className={classes.add}
          onClick={() => setOpen(!open)}
        >
          {props.label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <FilterForm
          columns={props.columns}
          valuesOf={props.valuesOf}
          onDone={(node) => {
            setOpen(false);
            onFilter(addedAt(filter, path, node));
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

/** What can be done with a chip, whatever it is. */
function ChipMenu(props: Shared & { node: FilterNode; path: FilterPath; name: string }) {
  const { node, path, filter, onFilter } = props;
  const change = (to: (node: FilterNode) => FilterNode | null) =>
    onFilter(changedAt(filter, path, to));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={20} aria-label={`What to do with: ${props.name}`}>
          <IconDots size={14} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => change((now) => ({ ...now, off: now.off !== true }))}>
          {node.off === true ? 'Switch on' : 'Switch off'}
        </Menu.Item>
        <Menu.Item onClick={() => change((now) => ({ ...now, not: now.not !== true }))}>
          {node.not === true ? 'Rows that meet it' : 'Rows that do not meet it'}
        </Menu.Item>
        {path.length < 5 && (
          <Menu.Item onClick={() => change((now) => ({ op: 'any', parts: [now] }))}>
            Put in brackets, to add “or”
          </Menu.Item>
        )}
        {isGroup(node) && (
          <Menu.Item onClick={() => onFilter(unwrappedAt(filter, path))}>
            Take the brackets away
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item onClick={() => change(() => null)}>Remove</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function ConditionChip(props: Shared & { node: FilterNode; path: FilterPath }) {
  const { node, path, byName, filter, onFilter } = props;
  const [open, setOpen] = useState(false);
  const words = nodeWords(node, byName);
  if (isGroup(node)) return null;
  return (
    <span className={`${classes.chip} ${node.off === true ? classes.off : ''}`}>
      <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus>
        <Popover.Target>
          <button
            type="button"
            className={classes.words}
            onClick={() => setOpen(!open)}
            title={words}
          >
            <bdi>{words}</bdi>
            {node.off === true && <span className={classes.state}> · off</span>}
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <FilterForm
            columns={props.columns}
            valuesOf={props.valuesOf}
            node={node}
            onDone={(made) => {
              setOpen(false);
              onFilter(changedAt(filter, path, () => made));
            }}
          />
        </Popover.Dropdown>
      </Popover>
      <ChipMenu {...props} name={words} />
    </span>
  );
}

function GroupChip(props: Shared & { node: FilterNode; path: FilterPath }) {
  const { node, path, filter, onFilter, byName } = props;
  if (!isGroup(node)) return null;
  const word = node.op === 'all' ? 'and' : 'or';
  const turn = () =>
    onFilter(
      changedAt(filter, path, (now) =>
        isGroup(now) ? { ...now, op: now.op === 'all' ? 'any' : 'all' } : now,
      ),
    );
  return (
    <span className={`${classes.group} ${node.off === true ? classes.off : ''}`}>
      {node.not === true && <span className={classes.state}>not</span>}
      <span aria-hidden="true">(</span>
      {node.parts.map((part, at) => (
        <span key={at} className={classes.member}>
          {at > 0 && (
            <button type="button" className={classes.word} onClick={turn} title="Click: and or or">
              {word}
            </button>
          )}
          <Chip {...props} node={part} path={[...path, at]} />
        </span>
      ))}
      <Add {...props} path={path} label={word} />
      <span aria-hidden="true">)</span>
      {node.off === true && <span className={classes.state}>off</span>}
      <ChipMenu {...props} name={nodeWords(node, byName)} />
    </span>
  );
}

function Chip(props: Shared & { node: FilterNode; path: FilterPath }) {
  return isGroup(props.node) ? <GroupChip {...props} /> : <ConditionChip {...props} />;
}

/**
 * A filter as chips, all of which must be met; brackets hold “or”. A chip can be changed, turned
 * round, switched off without being lost, and removed.
 */
export function FilterChips(props: FilterChipsProps) {
  const { filter, onFilter, columns } = props;
  const shared: Shared = { ...props, byName: new Map(columns.map((each) => [each.name, each])) };
  return (
    <div className={classes.chips} role="group" aria-label="Filters">
      {filter.map((node, at) => (
        <Chip key={at} {...shared} node={node} path={[at]} />
      ))}
      <Add {...shared} path={[]} label="Filter" />
      {filter.length > 1 && (
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => onFilter([])}>
          Remove all
        </Button>
      )}
    </div>
  );
}
