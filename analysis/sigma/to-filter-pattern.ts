import { FILTER_QUOTAS, filterQuotaProblems } from '../filter-pattern';
import type { FieldTest, SigmaExpression } from './expression';
import { openEnds } from './sigma-text';

/**
 * A Sigma expression as a CloudWatch Logs filter pattern that matches nothing which the expression does not; undefined
 * where there is none. The two differ: a pattern minds the case of letters and goes into no lists. So what is asserted
 * may be narrower in the pattern (the trail analyzer tells the rest), and what is negated must be the same.
 *
 * Fields and values whose case AWS fixes are taken to be written as AWS writes them.
 */
export function toFilterPattern(expression: SigmaExpression): string | undefined {
  const condition = render(expression, true);
  if (condition === undefined) return undefined;
  const pattern = `{ ${condition} }`;
  if (pattern.length > FILTER_QUOTAS.patternCharacters) return undefined;
  return filterQuotaProblems({ metricFilters: [{ id: 'pattern', pattern }] }).length === 0
    ? pattern
    : undefined;
}

/** Fields that hold one text, never a list, by what their values look like when AWS writes them. */
const FIXED_CASE: { readonly [field: string]: RegExp } = {
  eventSource: /^[a-z0-9.*-]+$/,
  eventName: /^\*?[A-Z][A-Za-z0-9]*\*?$/,
  awsRegion: /^[a-z0-9*-]+$/,
  'userIdentity.type':
    /^(?:Root|IAMUser|AssumedRole|Role|FederatedUser|Directory|AWSAccount|AWSService|IdentityCenterUser|SAMLUser|WebIdentityUser|Unknown)$/,
  'userIdentity.invokedBy': /^[a-z0-9.*-]+$/,
  eventType: /^Aws[A-Za-z]+$/,
  recipientAccountId: /^\d+$/,
  'userIdentity.accountId': /^\d+$/,
};

function render(expression: SigmaExpression, isAsserted: boolean): string | undefined {
  switch (expression.kind) {
    case 'and':
    case 'or': {
      // De Morgan: what is negated is pushed down to the comparisons, since patterns have no `not`.
      const kind = (expression.kind === 'and') === isAsserted ? ' && ' : ' || ';
      const parts = expression.of.map((part) => render(part, isAsserted));
      if (!parts.every((part) => part !== undefined) || parts.length === 0) return undefined;
      return parts.length === 1 ? parts[0] : `(${parts.join(kind)})`;
    }
    case 'not':
      return render(expression.of, !isAsserted);
    case 'keyword':
      return undefined;
    case 'field':
      return renderField(expression.field, expression.test, isAsserted);
  }
}

const PLAIN_FIELD = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;

function renderField(field: string, test: FieldTest, isAsserted: boolean): string | undefined {
  if (!PLAIN_FIELD.test(field)) return undefined;
  const selector = `$.${field}`;
  const isScalar = FIXED_CASE[field] !== undefined || field === 'errorCode' || field === 'errorMessage';
  // A pattern goes into no list: what it takes for absent may stand in one.
  const isPlain = !field.includes('.') || field.startsWith('userIdentity.');
  switch (test.kind) {
    case 'text':
      return renderText(field, test, isAsserted);
    case 'number':
      if (!isAsserted) return undefined;
      return `(${selector} = ${test.value})`;
    case 'boolean':
      if (!isAsserted) return undefined;
      return `((${selector} IS ${test.value ? 'TRUE' : 'FALSE'}) || (${selector} = "${test.value}"))`;
    case 'null':
      if (isAsserted) return isPlain ? `((${selector} NOT EXISTS) || (${selector} IS NULL))` : undefined;
      return isScalar ? `(${selector} = "*")` : undefined;
    case 'exists':
      if (test.isThere !== isAsserted) return isPlain ? `(${selector} NOT EXISTS)` : undefined;
      return isScalar ? `(${selector} = "*")` : undefined;
    case 'order':
      return isAsserted ? `(${selector} ${test.operator} ${test.limit})` : undefined;
    case 'regex':
    case 'cidr':
    case 'time-part':
    case 'fieldref':
      return undefined;
  }
}

/** Letters that a pattern takes between quotation marks for what they are. */
const QUOTABLE = /^[\x20-\x7e]*$/;

function renderText(
  field: string,
  { text, isCased }: FieldTest & { kind: 'text' },
  isAsserted: boolean,
): string | undefined {
  const ends = openEnds(text);
  if (ends === undefined) return undefined;
  const { literal, before, behind } = ends;
  // A star at an end is a wildcard to a pattern; inside it is a star.
  if (!QUOTABLE.test(literal) || /["\\]/.test(literal) || /^\*|\*$/.test(literal) || literal === '') {
    return undefined;
  }
  const value = `"${before ? '*' : ''}${literal}${behind ? '*' : ''}"`;
  if (isAsserted) return `($.${field} = ${value})`;
  const isSame = FIXED_CASE[field]?.test(literal) === true || (isCased && FIXED_CASE[field] !== undefined);
  return isSame ? `(($.${field} NOT EXISTS) || ($.${field} != ${value}))` : undefined;
}
