/** The forms of `--format`; apart from what writes them, so that help and errors need not load it. */
export const FORM_NAMES = ['pretty', 'json', 'jsonl', 'csv', 'markdown', 'ocsf'] as const;

export type Form = (typeof FORM_NAMES)[number];
