import type { ReactNode } from 'react';
import { type Policy, policy } from '../../contract/policy.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { href, type Route } from '../app/route.ts';
import { useChangesToDecide } from '../app/waiting.ts';
import { SectionBar } from '../ui/section-bar.tsx';
import { useQueue } from './queries.ts';

interface View {
  readonly name: 'queue' | 'all' | 'report' | 'rules' | 'outbox';
  readonly label: string;
  readonly route: Route;
  /** Who may open it: whoever may make the call that fills it. */
  readonly needs: Policy;
}

const views: readonly View[] = [
  {
    name: 'queue',
    label: 'Waiting',
    route: { screen: 'approvals' },
    needs: policy.adjustments.list,
  },
  {
    name: 'all',
    label: 'All adjustments',
    route: { screen: 'adjustments' },
    needs: policy.adjustments.list,
  },
  {
    name: 'report',
    label: 'Shift report',
    route: { screen: 'adjustments', view: 'report' },
    needs: policy.adjustments.shift,
  },
  {
    name: 'rules',
    label: 'Limits and reasons',
    route: { screen: 'adjustments', view: 'rules' },
    needs: policy.adjustments.reasons,
  },
  {
    name: 'outbox',
    label: 'Outbox',
    route: { screen: 'adjustments', view: 'outbox' },
    needs: policy.outbox.state,
  },
];

/** The head of every screen of adjustments: its name, the ways to the others, and its own tools. */
export function AdjustmentsBar(props: { title: string; here: View['name']; children?: ReactNode }) {
  const { role } = useMe();
  const waiting = useQueue().data?.length;
  const changes = useChangesToDecide().length;
  const counts: Partial<Record<View['name'], number | undefined>> = {
    queue: waiting,
    rules: changes === 0 ? undefined : changes,
  };
  const links = views
    .filter((view) => may(role, view.needs))
    .map(({ name, label, route }) => ({
      href: href(route),
      label: counts[name] === undefined ? label : `${label} (${counts[name]})`,
      here: name === props.here,
    }));
  return (
    <SectionBar title={props.title} section="Adjustments" links={links}>
      {props.children}
    </SectionBar>
  );
}
