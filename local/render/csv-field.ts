/**
 * A field of RFC 4180. A value that a spreadsheet would take for a formula gets an apostrophe, as OWASP's page on CSV
 * injection advises: whoever makes a call chooses names.
 */
export function csvField(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Lines of fields, each with its line break. */
export function csvLines(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}
