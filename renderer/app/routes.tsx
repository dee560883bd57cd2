import { Component, lazy, type ReactNode, Suspense } from 'react';
import { Loading } from '../ui/loading.tsx';
import { Refused } from '../ui/refused.tsx';
import { Screen } from '../ui/screen.tsx';
import { policy } from '../../contract/policy.ts';
import type { QueueFilter } from '../../contract/ticket-work.ts';
import { useMe } from './desk.tsx';
import { may } from './may.ts';
import { placesFor } from './places.ts';
import { href, type Route, useRoute } from './route.ts';
import classes from './app.module.css';

const HomePage = lazy(async () => ({ default: (await import('./home.tsx')).HomePage }));
const SearchPage = lazy(async () => ({
  default: (await import('../records/search-page.tsx')).SearchPage,
}));
const ShowPage = lazy(async () => ({
  default: (await import('../records/show-page.tsx')).ShowPage,
}));
const TicketsPage = lazy(async () => ({
  default: (await import('../records/tickets-page.tsx')).TicketsPage,
}));
const ListPage = lazy(async () => ({
  default: (await import('../records/lists/list-page.tsx')).ListPage,
}));
const ImportPage = lazy(async () => ({
  default: (await import('../records/import-page.tsx')).ImportPage,
}));
const SettingsPage = lazy(async () => ({
  default: (await import('../staff/settings-page.tsx')).SettingsPage,
}));
const RechargePage = lazy(async () => ({
  default: (await import('../records/recharge-page.tsx')).RechargePage,
}));
const AccountPage = lazy(async () => ({
  default: (await import('../records/account-page.tsx')).AccountPage,
}));
const AuditPage = lazy(async () => ({
  default: (await import('../audit/audit-page.tsx')).AuditPage,
}));
const ApprovalsPage = lazy(async () => ({
  default: (await import('../adjustments/approvals-page.tsx')).ApprovalsPage,
}));
const AdjustmentsPage = lazy(async () => ({
  default: (await import('../adjustments/adjustments-page.tsx')).AdjustmentsPage,
}));
const ShiftPage = lazy(async () => ({
  default: (await import('../adjustments/shift-page.tsx')).ShiftPage,
}));
const RulesPage = lazy(async () => ({
  default: (await import('../adjustments/rules-page.tsx')).RulesPage,
}));
const OutboxPage = lazy(async () => ({
  default: (await import('../adjustments/outbox-page.tsx')).OutboxPage,
}));
const AdjustmentPage = lazy(async () => ({
  default: (await import('../adjustments/adjustment-page.tsx')).AdjustmentPage,
}));
const QueuePage = lazy(async () => ({
  default: (await import('../cases/tickets/queue-page.tsx')).QueuePage,
}));
const CasesPage = lazy(async () => ({
  default: (await import('../cases/cases-page.tsx')).CasesPage,
}));
const CasePage = lazy(async () => ({
  default: (await import('../cases/case-page.tsx')).CasePage,
}));
const ReportPage = lazy(async () => ({
  default: (await import('../cases/report-page.tsx')).ReportPage,
}));

const SellersPage = lazy(async () => ({
  default: (await import('../sellers/sellers-page.tsx')).SellersPage,
}));
const SellerPage = lazy(async () => ({
  default: (await import('../sellers/seller-page.tsx')).SellerPage,
}));
const RingPage = lazy(async () => ({
  default: (await import('../sellers/ring-page.tsx')).RingPage,
}));
const LinksPage = lazy(async () => ({
  default: (await import('../sellers/links-page.tsx')).LinksPage,
}));
const DeadlinesPage = lazy(async () => ({
  default: (await import('../diagnosis/deadlines-page.tsx')).DeadlinesPage,
}));
const OwedPage = lazy(async () => ({
  default: (await import('../diagnosis/owed-page.tsx')).OwedPage,
}));
const FailuresPage = lazy(async () => ({
  default: (await import('../diagnosis/failures-page.tsx')).FailuresPage,
}));
const OutagesPage = lazy(async () => ({
  default: (await import('../diagnosis/outages-page.tsx')).OutagesPage,
}));
const CodesPage = lazy(async () => ({
  default: (await import('../diagnosis/codes-page.tsx')).CodesPage,
}));
const AlikePage = lazy(async () => ({
  default: (await import('../diagnosis/alike-page.tsx')).AlikePage,
}));
const KeptPage = lazy(async () => ({
  default: (await import('../diagnosis/kept-page.tsx')).KeptPage,
}));
const BalancePage = lazy(async () => ({
  default: (await import('../diagnosis/balance-page.tsx')).BalancePage,
}));

function Nowhere({ children }: { children: ReactNode }) {
  return (
    <Screen title="There is nothing at this address">
      <p>{children}</p>
      <a href="#/">Home</a>
    </Screen>
  );
}

const usualQueue: QueueFilter = { show: 'work' };

/** Who works tickets has the queue; others look at what came. */
function TicketsOf({ status, queue }: Route & { screen: 'tickets' }) {
  const { role } = useMe();
  if (status === undefined && may(role, policy.tickets.queue))
    return <QueuePage filter={queue?.filter ?? usualQueue} ticket={queue?.ticket ?? null} />;
  return <TicketsPage status={status ?? 'open'} />;
}

function AdjustmentsScreen({ view }: { view: (Route & { screen: 'adjustments' })['view'] }) {
  switch (view) {
    case 'report':
      return <ShiftPage />;
    case 'rules':
      return <RulesPage />;
    case 'outbox':
      return <OutboxPage />;
    case undefined:
      return <AdjustmentsPage />;
  }
}

function ScreenOf({ route }: { route: Route }) {
  switch (route.screen) {
    case 'home':
      return <HomePage />;
    case 'search':
      return <SearchPage text={route.text} kind={route.kind} />;
    case 'recharge':
      return <RechargePage key={route.id} id={route.id} />;
    case 'account':
      return <AccountPage key={route.id} id={route.id} />;
    case 'show':
      return <ShowPage key={`${route.kind}/${route.id}`} kind={route.kind} id={route.id} />;
    case 'tickets':
      return <TicketsOf {...route} />;
    case 'list':
      return <ListPage key={href(route)} list={route.list} asked={route.filter} />;
    case 'approvals':
      return <ApprovalsPage first={route.id} />;
    case 'adjustments':
      return <AdjustmentsScreen view={route.view} />;
    case 'adjustment':
      return <AdjustmentPage key={route.id} id={route.id} />;
    case 'sellers':
      return <SellersPage tab={route.tab} />;
    case 'seller':
      return <SellerPage key={route.id} id={route.id} />;
    case 'ring':
      return <RingPage key={route.id} id={route.id} />;
    case 'links':
      return <LinksPage key={`${route.kind}/${route.id}`} kind={route.kind} id={route.id} />;
    case 'cases':
      return <CasesPage />;
    case 'case':
      return <CasePage key={route.id} id={route.id} tab={route.tab ?? 'evidence'} />;
    case 'report':
      return <ReportPage key={route.id} id={route.id} />;
    case 'deadlines':
      return <DeadlinesPage />;
    case 'owed':
      return <OwedPage kind={route.kind} />;
    case 'failures': {
      const { screen: _screen, ...filter } = route;
      return <FailuresPage filter={filter} />;
    }
    case 'outages':
      return <OutagesPage />;
    case 'codes':
      return <CodesPage />;
    case 'alike':
      return <AlikePage key={route.id} id={route.id} />;
    case 'kept':
      return <KeptPage key={route.id} id={route.id} />;
    case 'balance':
      return <BalancePage key={route.id} id={route.id} />;
    case 'import':
      return <ImportPage />;
    case 'audit':
      return <AuditPage key={href(route)} filters={route} />;
    case 'settings':
      return <SettingsPage />;
    case 'unknown':
      return <Nowhere>The link may be cut off. The search box finds every record.</Nowhere>;
  }
}

interface FenceState {
  readonly at: string;
  readonly fault: unknown;
}

/** Keeps a fault in one screen from taking the frame with it; another address clears it. */
class Fence extends Component<{ at: string; children: ReactNode }, FenceState> {
  override state: FenceState = { at: this.props.at, fault: null };

  static getDerivedStateFromError(fault: unknown): Partial<FenceState> {
    return { fault };
  }

  static getDerivedStateFromProps(props: { at: string }, state: FenceState): FenceState | null {
    return props.at === state.at ? null : { at: props.at, fault: null };
  }

  override render(): ReactNode {
    if (this.state.fault === null) return this.props.children;
    return (
      <div className={classes.lone}>
        <Refused error={this.state.fault} onRetry={() => this.setState({ fault: null })} />
      </div>
    );
  }
}

/** The screen of the address, if the role may open it. */
export function Screens() {
  const route = useRoute();
  const { role } = useMe();
  const closed = [
    'approvals',
    'import',
    'audit',
    'settings',
    'tickets',
    'sellers',
    'list',
  ].includes(route.screen);
  if (closed && !placesFor(role).some((place) => place.screen === route.screen)) {
    return <Nowhere>The role {role} does not open this screen.</Nowhere>;
  }
  return (
    <Fence at={href(route)}>
      <Suspense
        fallback={
          <div className={classes.lone}>
            <Loading rows={12} />
          </div>
        }
      >
        <ScreenOf route={route} />
      </Suspense>
    </Fence>
  );
}
