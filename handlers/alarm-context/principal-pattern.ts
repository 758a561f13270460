import { parseFilterPattern, renderFilterPattern } from '../../analysis/filter-pattern';

/** "Length Constraints: Minimum length of 0. Maximum length of 1024": `filterPattern` of FilterLogEvents. */
const MOST_CHARACTERS = 1_024;
const ID = '$.userIdentity.principalId';
/** What AWS's ids are made of ("IAM identifiers", unique identifiers); a role's key ends in a colon. */
const PLAIN_ID = /^[A-Za-z0-9]{4,64}:?$/;

/** Can the search leave a principal out, or look for it alone, by its id? */
export function canBeNamed(principal: string): boolean {
  return PLAIN_ID.test(principal);
}

/**
 * The pattern for a search that leaves principals out, as many as it has room for. Where the whole pattern does not
 * fit beside them, conditions of it are left out as well: the search then finds more, which its reader judges by the
 * whole pattern anyway.
 */
export function patternWithout(pattern: string, principals: readonly string[]): string {
  const named = principals.filter(canBeNamed);
  while (named.length > 0) {
    const others = named.map((principal) => `(${ID} != "${anySession(principal)}")`).join(' && ');
    const narrowed = narrow(pattern, `((${ID} NOT EXISTS) || (${others}))`);
    if (narrowed !== undefined) return narrowed;
    named.pop();
  }
  return pattern;
}

/** The pattern for a search for one principal alone; its id must be one that `canBeNamed`. */
export function patternOfOnly(pattern: string, principal: string): string {
  return narrow(pattern, `(${ID} = "${anySession(principal)}")`) ?? pattern;
}

function anySession(principal: string): string {
  return principal.endsWith(':') ? `${principal}*` : principal;
}

/** All conditions of the pattern that fit beside the one that is needed; undefined where that alone does not fit. */
function narrow(pattern: string, needed: string): string | undefined {
  const fits = (text: string) => text.length <= MOST_CHARACTERS;
  const whole = `{ ${needed} && (${pattern.trim().slice(1, -1).trim()}) }`;
  if (fits(whole)) return whole;
  const { tree } = parseFilterPattern(pattern);
  if (tree.kind !== 'json') return undefined;
  const conditions = tree.condition.kind === 'and' ? tree.condition.of : [tree.condition];
  let narrowed = `{ ${needed} }`;
  if (!fits(narrowed)) return undefined;
  for (const condition of conditions) {
    const text = renderFilterPattern({ kind: 'json', condition }).slice(1, -1).trim();
    const longer = `${narrowed.slice(0, -2)} && (${text}) }`;
    if (fits(longer)) narrowed = longer;
  }
  return narrowed;
}
