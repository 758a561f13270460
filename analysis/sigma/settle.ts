import { compileExpression } from './evaluate';
import type { SigmaExpression } from './expression';

/** What the fields that name a call decide of an expression: undefined where others have a say. */
export type Settled = boolean | undefined;

const KNOWN: ReadonlySet<string> = new Set(['eventSource', 'eventName']);

/**
 * Can a call of this name fit at all? Asked once a call and remembered (`dispatchByCall`), so that a record is shown to
 * the few rules that its call can fit.
 */
export function settleByCall(
  expression: SigmaExpression,
): (eventSource: string, eventName: string) => boolean {
  const settle = compileSettled(expression);
  return (eventSource, eventName) => settle({ eventSource, eventName }) !== false;
}

type Facts = { readonly eventSource: string; readonly eventName: string };

function compileSettled(expression: SigmaExpression): (facts: Facts) => Settled {
  switch (expression.kind) {
    case 'and': {
      const parts = expression.of.map(compileSettled);
      return (facts) => decide(parts, facts, false);
    }
    case 'or': {
      const parts = expression.of.map(compileSettled);
      return (facts) => decide(parts, facts, true);
    }
    case 'not': {
      const part = compileSettled(expression.of);
      return (facts) => {
        const settled = part(facts);
        return settled === undefined ? undefined : !settled;
      };
    }
    case 'keyword':
      return () => undefined;
    case 'field': {
      if (!KNOWN.has(expression.field) || expression.test.kind === 'fieldref') return () => undefined;
      return compileExpression(expression);
    }
  }
}

/** One part that is `decisive` decides; all of the other kind decide otherwise. */
function decide(parts: readonly ((facts: Facts) => Settled)[], facts: Facts, decisive: boolean): Settled {
  let isOpen = false;
  for (const part of parts) {
    const settled = part(facts);
    if (settled === decisive) return decisive;
    if (settled === undefined) isOpen = true;
  }
  return isOpen ? undefined : !decisive;
}
