import { useQuery } from '@tanstack/react-query';
import type { TableCounts } from '../../../contract/records.ts';
import { useDesk } from '../../app/desk.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Refused } from '../../ui/refused.tsx';
import { sumCounts } from '../import-words.ts';
import { RejectList } from './reject-list.tsx';
import { Rejects } from './rejects.tsx';
import { RowsToMend } from './rows-to-mend.tsx';

/** The rejected rows of a run or a waiting plan, asked for by the name of their list. */
export function ListedRejects(props: {
  list: string;
  tables: Readonly<Record<string, TableCounts>>;
}) {
  const { list, tables } = props;
  const desk = useDesk();
  const { data, error } = useQuery({
    queryKey: ['records', 'first-rejects', list],
    queryFn: ({ signal }) => desk.records.firstRejects({ list }, { signal }),
  });
  if (error !== null) return <Refused error={error} />;
  if (data === undefined) return <Loading rows={3} />;
  return (
    <Rejects
      rejects={data.rejects}
      total={sumCounts(tables).rejected}
      aside={
        <>
          <RowsToMend list={list} files={data.mendable} />
          <RejectList list={list} />
        </>
      }
    />
  );
}
