import { isObject, listOf } from '../../analysis/trail/json-path';
import { isNarrowArn } from '../../analysis/trail/policy-conditions';
import { accountIn, strangersIn } from '../../analysis/trail/policy-document';
import type { TrailCall } from '../../analysis/trail/trail-call';
import type { CallTest } from '../../analysis/trail/trail-rule';
import type { JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { ACCOUNTS_OF_AWS, GRANTING_CALLS, type GrantingCall } from './granting-calls';
import { when } from './trail-rules';

/** Tests of every call that lets somebody in, on whom it lets in: accounts that are not this one, and words for all. */
export function admitting(
  ask: (strangers: readonly string[], call: TrailCall) => string | false,
): readonly CallTest[] {
  return GRANTING_CALLS.map((granting) =>
    when([granting], (call) => {
      if (!call.succeeded) return false;
      const strangers = strangersOf(granting, call);
      return strangers.length > 0 && ask(strangers, call);
    }),
  );
}

/** Accounts by their id; everything else is a word for everybody. */
export function isAccount(stranger: string): boolean {
  return /^\d{12}$/.test(stranger);
}

function strangersOf(granting: GrantingCall, call: TrailCall): readonly string[] {
  const { policy = [], principal = [], isStarUsual } = granting;
  const written = policy.flatMap((path) =>
    valuesAt(call, path).flatMap((document) => strangersIn(document, call.account)),
  );
  const named = principal.flatMap((path) =>
    valuesAt(call, path).flatMap((value) =>
      typeof value === 'string' ? strangerNamed(value, granting, call) : [],
    ),
  );
  const all = [...new Set([...written, ...named])].filter((stranger) => !ACCOUNTS_OF_AWS.has(stranger));
  return isStarUsual ? all.filter(isAccount) : all;
}

function strangerNamed(
  value: string,
  { everybody = [], bound = [] }: GrantingCall,
  call: TrailCall,
): readonly string[] {
  if (value !== '*' && !everybody.includes(value)) {
    const account = accountIn(value);
    return account === undefined || account === call.account ? [] : [account];
  }
  const bonds = bound.flatMap((path) => valuesAt(call, path)).filter((bond) => typeof bond === 'string');
  if (!bonds.some(isNarrowArn)) return ['*'];
  return bonds.filter((bond) => isAccount(bond) && bond !== call.account);
}

/** What stands at a path in the forms in which services write their members; a list that ends it is gone through. */
function valuesAt({ request, eventName }: TrailCall, path: string): readonly JsonValue[] {
  const steps = path.split('.');
  const roots: readonly (JsonValue | undefined)[] = [request, request[`${eventName}Request`]];
  return roots.flatMap((root) => steps.reduce(below, listOf(root)).flatMap((value) => listOf(value)));
}

/** The member of each, with a small first letter or a capital. */
function below(nodes: readonly JsonValue[], step: string): readonly JsonValue[] {
  const name = step.replace('[]', '');
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  return nodes.flatMap((node) => {
    const value = isObject(node) ? (node[name] ?? node[capital]) : undefined;
    return step.endsWith('[]') ? listOf(value) : value === undefined || value === null ? [] : [value];
  });
}
