import type { ImportResult } from '../../../contract/records.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { formatBytes, sumCounts } from '../import-words.ts';
import { CountCells, CountHeads } from './counts-table.tsx';
import classes from './import.module.css';

type File = ImportResult['files'][number];

function FileRow({ file }: { file: File }) {
  const counts = sumCounts(file.tables);
  const tables = Object.keys(file.tables).join(', ');
  return (
    <tr>
      <th scope="row">
        <HostileText inline text={file.file} />
        {file.source !== null && (
          <div className={classes.dim}>
            <HostileText inline text={`${file.source}: ${file.because ?? ''}`} />
          </div>
        )}
      </th>
      <td className={classes.left}>{tables === '' ? '—' : tables}</td>
      <td>{formatBytes(file.bytes)}</td>
      <CountCells counts={counts} />
    </tr>
  );
}

/** File by file what an import did or would do, and by what a file of another source was known. */
export function FilesTable({ files, tables }: Pick<ImportResult, 'files' | 'tables'>) {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Counts by file">
      <table className={classes.counts}>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col" className={classes.left}>
              Into
            </th>
            <th scope="col">Size</th>
            <CountHeads />
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <FileRow key={file.file} file={file} />
          ))}
        </tbody>
        {files.length > 1 && (
          <tfoot>
            <tr>
              <th scope="row" colSpan={2}>
                Together
              </th>
              <td>{formatBytes(files.reduce((sum, { bytes }) => sum + bytes, 0))}</td>
              <CountCells counts={sumCounts(tables)} />
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
