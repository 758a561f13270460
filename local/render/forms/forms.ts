import type { Report } from '../timeline/report';
import type { Form } from './form-names';
import { jsonParts, renderJson } from './json';
import { renderCsv } from './render-csv';
import { jsonLineParts, renderJsonLines } from './render-json-lines';
import { renderMarkdown } from './render-markdown';
import { renderOcsf } from './render-ocsf';

/** The forms that look the same wherever they are written; `pretty` depends on the terminal. */
export const FORMS = {
  json: renderJson,
  jsonl: renderJsonLines,
  csv: renderCsv,
  markdown: renderMarkdown,
  ocsf: ({ result, detections }) => renderOcsf(result, detections),
} satisfies Record<Exclude<Form, 'pretty'>, (report: Report) => string>;

export type FileForm = keyof typeof FORMS;

/** Forms that can be written bit by bit. */
const PARTS: Partial<Record<FileForm, (report: Report) => Iterable<string>>> = {
  json: jsonParts,
  jsonl: jsonLineParts,
};

/** A form in the pieces in which it is made. */
export function partsOf(form: FileForm, report: Report): Iterable<string> {
  return PARTS[form]?.(report) ?? [FORMS[form](report)];
}

/** Forms that tell the answers to the audit questions. */
const WITH_AUDIT: ReadonlySet<Form> = new Set<Form>(['pretty', 'json', 'jsonl', 'markdown']);

export function tellsAudit(form: Form): boolean {
  return WITH_AUDIT.has(form);
}
