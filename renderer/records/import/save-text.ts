/** The desktop window lets no page save files; only a browser does. */
export function canSave(): boolean {
  return location.protocol === 'http:';
}

/** Hands a text to the browser as a download. */
export function saveText(name: string, type: string, text: string | readonly string[]): void {
  const address = URL.createObjectURL(
    new Blob(typeof text === 'string' ? [text] : [...text], { type: `${type};charset=utf-8` }),
  );
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
