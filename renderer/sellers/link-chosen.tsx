import { Button, Kbd } from '@mantine/core';
import type { GraphNode } from '../../contract/seller-links.ts';
import { recordHref } from '../app/route.ts';
import { Coins } from '../ui/coins.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Panel } from '../ui/panel.tsx';
import { RoleBadge } from './role-badge.tsx';
import classes from './sellers.module.css';
import { defanged, linkWords } from './words.ts';

/** Where a node has a page of its own in the desk. */
function pageOf({ kind, id }: GraphNode): string | null {
  if (kind === 'account' || kind === 'seller' || kind === 'instrument' || kind === 'device')
    return recordHref(kind, id);
  return null;
}

function Act(props: { word: string; letter: string; onAct: () => void; loading?: boolean }) {
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={props.loading === true}
      rightSection={<Kbd size="xs">{props.letter}</Kbd>}
      onClick={props.onAct}
    >
      {props.word}
    </Button>
  );
}

function wordOfPath(node: GraphNode, start: GraphNode | null): string {
  if (start === null) return 'Path from here';
  return start.key === node.key ? 'Choose where to' : 'Path to here';
}

/** The chosen node, and what can be done from it. */
export function Chosen(props: {
  node: GraphNode;
  /** Where a path begins. */
  start: GraphNode | null;
  busy: boolean;
  pinned: boolean;
  onExpand: () => void;
  onPin: () => void;
  onPath: () => void;
}) {
  const { node, start } = props;
  const page = pageOf(node);
  return (
    <Panel title="Chosen">
      <div className={classes.stack}>
        <p>
          {linkWords[node.kind]} <HostileText inline text={defanged(node.value)} />{' '}
          {node.role !== null && <RoleBadge role={node.role} />}
        </p>
        <p className={classes.dim}>
          {node.degree} links in all, <Coins coins={node.coins} /> in sight
        </p>
        <div className={classes.row}>
          <Act word="Expand" letter="E" loading={props.busy} onAct={props.onExpand} />
          <Act word={props.pinned ? 'Unpin' : 'Pin'} letter="P" onAct={props.onPin} />
          <Act word={wordOfPath(node, start)} letter="T" onAct={props.onPath} />
          {page !== null && <a href={page}>Its page</a>}
        </div>
      </div>
    </Panel>
  );
}
