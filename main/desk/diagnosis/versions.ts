/** Versions compared part by part as numbers: 9.10 is newer than 9.9. Null where one is unknown. */
export function older(version: string | null, than: string | null): boolean | null {
  if (version === null || than === null) return null;
  const a = parts(version);
  const b = parts(than);
  if (a === null || b === null) return null;
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const left = a[index] ?? 0n;
    const right = b[index] ?? 0n;
    if (left !== right) return left < right;
  }
  return false;
}

/** The leading numbers of a version, as in `42.3.1-beta`; null where it does not begin with one. */
function parts(version: string): bigint[] | null {
  const found = /^v?(\d+(?:\.\d+)*)/.exec(version.trim());
  return found?.[1] ? found[1].split('.').map(BigInt) : null;
}
