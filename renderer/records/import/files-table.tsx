import type { ImportResult } from '../../../contract/records.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { formatBytes, formatCount, sumCounts } from '../import-words.ts';
import classes from './import.module.css';

type File = ImportResult['files'][number];

const columns = ['read', 'inserted', 'updated', 'unchanged', 'rejected'] as const;

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
      {columns.map((column) => (
        <td key={column} className={counts[column] === 0 ? classes.zero : undefined}>
          {formatCount(counts[column])}
        </td>
      ))}
    </tr>
  );
}

/** File by file what an import did or would do, and by what a file of another source was known. */
export function FilesTable({ files }: { files: readonly File[] }) {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Rows by file">
      <table className={classes.counts}>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col" className={classes.left}>
              Into
            </th>
            <th scope="col">size</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <FileRow key={file.file} file={file} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
