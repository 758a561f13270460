import { SEVERITIES } from '../../analysis/finding';

/** What a reader looks at; all of it stands in the address, so that it can be sent to a colleague. */
export interface PageState {
  readonly actor?: string;
  readonly address?: string;
  readonly task?: string;
  readonly detection?: string;
  readonly technique?: string;
  /** The least severity that is shown. */
  readonly severity?: string;
  /** Words to look for. */
  readonly text?: string;
  /** Window, epoch seconds. */
  readonly from?: number;
  readonly to?: number;
  /** The open alarm or finding, by its id. */
  readonly finding?: string;
  /** What lanes are of. */
  readonly lanes?: 'actor' | 'address' | 'task';
}

const TEXTS = ['actor', 'address', 'task', 'detection', 'technique', 'text', 'finding'] as const;

/**
 * Reads `#actor=…&from=2026-11-02T09:00:00Z`. What is not understood is left out: an old link shows more, never nothing.
 */
export function parseHash(hash: string): PageState {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const state: Record<string, string | number> = {};
  for (const name of TEXTS) {
    const value = given.get(name);
    if (value !== null && value !== '') state[name] = value;
  }
  const severity = given.get('severity');
  if (SEVERITIES.some((known) => known === severity)) state['severity'] = severity ?? '';
  const lanes = given.get('lanes');
  if (lanes === 'actor' || lanes === 'address' || lanes === 'task') state['lanes'] = lanes;
  const from = Date.parse(given.get('from') ?? '') / 1000;
  const to = Date.parse(given.get('to') ?? '') / 1000;
  if (to > from) Object.assign(state, { from, to });
  return state;
}

/** The same state as a link; empty for what shows everything. */
export function toHash(state: PageState): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    if (value === undefined || value === '') continue;
    given.set(name, typeof value === 'number' ? new Date(value * 1000).toISOString() : String(value));
  }
  const text = given.toString();
  return text === '' ? '' : `#${text}`;
}
