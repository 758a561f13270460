import { CANARY_ID } from '../../deployment/canary';
import type { Notification } from './notification';

/** A message that nobody reads but the chain check. */
export function canaryMessage(id: string, at: number, tokens: readonly string[]): Notification {
  return {
    id,
    thread: CANARY_ID,
    kind: 'canary',
    state: 'START',
    severity: 'low',
    at,
    title: 'Canary',
    summary: `${tokens.length} harmless calls came out as this message`,
    next: 'nothing to do',
    facts: [],
    impact: '',
    steps: [],
    links: [],
    detections: [],
    attributes: { tokens: JSON.stringify(tokens) },
    events: [],
  };
}
