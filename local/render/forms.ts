import type { Form } from './form-names';
import { renderJson } from './json';
import { renderCsv } from './render-csv';
import { renderJsonLines } from './render-json-lines';
import { renderMarkdown } from './render-markdown';
import { renderOcsf } from './render-ocsf';
import type { Report } from './report';

/** The forms that look the same wherever they are written; `pretty` depends on the terminal. */
export const FORMS = {
  json: renderJson,
  jsonl: renderJsonLines,
  csv: renderCsv,
  markdown: renderMarkdown,
  ocsf: ({ result, detections }) => renderOcsf(result, detections),
} satisfies Record<Exclude<Form, 'pretty'>, (report: Report) => string>;

export type FileForm = keyof typeof FORMS;

/** Forms that tell the answers to the audit questions. */
const WITH_AUDIT: ReadonlySet<Form> = new Set<Form>(['pretty', 'json', 'jsonl', 'markdown']);

export function tellsAudit(form: Form): boolean {
  return WITH_AUDIT.has(form);
}
