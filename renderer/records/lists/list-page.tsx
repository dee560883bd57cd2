import { Select } from '@mantine/core';
import {
  type Filter,
  type ListDescription,
  type ListName,
  listNames,
} from '../../../contract/record-lists.ts';
import { go } from '../../app/route.ts';
import { Loading } from '../../ui/loading.tsx';
import { Refused } from '../../ui/refused.tsx';
import { Screen } from '../../ui/screen.tsx';
import { ColumnChooser } from './column-chooser.tsx';
import { ExportButton } from './list-export.tsx';
import { ListBody } from './list-body.tsx';
import { listTitles } from './list-names.ts';
import { useLastList, useLeft, useLists } from './list-queries.ts';
import { ListTools } from './list-tools.tsx';
import { type List, useList } from './use-list.ts';
import type { Standing } from '../../../contract/record-lists.ts';

const figures = (count: number) => count.toLocaleString('en-US');

function ListChoice({ list }: { list: ListName }) {
  return (
    <Select
      aria-label="List"
      w={180}
      searchable
      value={list}
      data={listNames.map((name) => ({ value: name, label: listTitles[name] }))}
      onChange={(value) => {
        const to = listNames.find((name) => name === value);
        if (to !== undefined) go({ screen: 'list', list: to });
      }}
    />
  );
}

function Size({ size: { total, all } }: List) {
  if (all === null) return null;
  const words = total === all ? figures(all) : `${figures(total)} of ${figures(all)}`;
  return <span data-testid="list-total">{words} rows</span>;
}

function OpenList(props: {
  description: ListDescription;
  left: Standing | null;
  asked: Filter | undefined;
}) {
  const list = useList(props.description, props.left, props.asked);
  const { name, columns, look, state, exporting } = list;
  const aside = (
    <>
      <Size {...list} />
      <ListChoice list={name} />
      <ColumnChooser columns={columns} look={look} onLook={state.setLook} />
      <ExportButton list={name} exporting={exporting} />
    </>
  );
  return (
    <Screen fill title={listTitles[name]} aside={aside}>
      <ListTools {...list} />
      <ListBody {...list} />
    </Screen>
  );
}

/** A list of the copy: filters above, counts at the side, rows; as this person left it. */
function NamedList({ list, asked }: { list: ListName; asked: Filter | undefined }) {
  const lists = useLists();
  const left = useLeft(list);
  const description = lists.data?.find((each) => each.list === list);
  const error = lists.error ?? left.error;
  if (description && !left.isPending)
    return <OpenList description={description} left={left.data ?? null} asked={asked} />;
  function retry(): void {
    void lists.refetch();
    void left.refetch();
  }
  return (
    <Screen title={listTitles[list]}>
      {error === null ? <Loading rows={16} /> : <Refused error={error} onRetry={retry} />}
    </Screen>
  );
}

/** The list of an address; without one the list that was looked at last. */
export function ListPage(props: { list?: ListName | undefined; asked?: Filter | undefined }) {
  const { list, asked } = props;
  const last = useLastList(list === undefined);
  if (list === undefined && last.isPending)
    return (
      <Screen title="Records">
        <Loading rows={16} />
      </Screen>
    );
  const shown = list ?? last.data?.list ?? 'recharges';
  return <NamedList key={shown} list={shown} asked={asked} />;
}
