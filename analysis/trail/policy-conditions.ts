import type { JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { isInternet } from './address-space';
import { isObject, listOf } from './json-path';

/** One test of a statement's condition: an operator, a key, and the values of which one must fit. */
export interface ConditionTest {
  /** In small letters, without `ForAnyValue:`. */
  readonly operator: string;
  /** In small letters: keys are the same however they are written. */
  readonly key: string;
  readonly values: readonly string[];
}

/** All tests of a condition: each must hold. */
export function testsIn(condition: JsonValue | undefined): readonly ConditionTest[] {
  if (!isObject(condition)) return [];
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).map(([key, values]) => ({
      operator: operator.toLowerCase().replace(/^foranyvalue:/, ''),
      key: key.toLowerCase(),
      values: valuesOf(values),
    })),
  );
}

/** CloudTrail and people write a number or a boolean with quotes and without. */
function valuesOf(values: JsonValue | undefined): readonly string[] {
  return listOf(values).flatMap((value) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : [],
  );
}

/**
 * Keys that say whose call it is, or through which network of whom it comes, as IAM's guide lists them; with the keys
 * that S3, KMS and EFS have for the same. A tag of the caller says nothing: in their own account anybody sets it.
 */
const OF_ACCOUNT: readonly string[] = [
  'aws:principalaccount',
  'aws:sourceaccount',
  'aws:sourceowner',
  'kms:calleraccount',
  's3:dataaccesspointaccount',
  'aws:vpceaccount',
];
const OF_ARN = ['aws:principalarn', 'aws:sourcearn', 's3:dataaccesspointarn', 'aws:sourcevpcarn'];
const OF_OTHERS: readonly string[] = [
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:vpceorgid',
  'aws:vpceorgpaths',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  'aws:username',
];
const OF_SERVICES = ['aws:principalservicename', 'aws:principalservicenameslist'];
/** True only of calls that come from AWS itself, or from within the VPC. */
const TRUTHS = ['aws:principalisawsservice', 'elasticfilesystem:accessedviamounttarget'];

/** Exceptions that a Deny makes for AWS itself. */
const OF_AWS = ['aws:principalisawsservice', 'aws:viaawsservice'];

const EQUAL = /^(?:string(?:equals|equalsignorecase|like)|arn(?:equals|like))$/;
const NOT_EQUAL =
  /^(?:string(?:notequals|notequalsignorecase|notlike)|arn(?:notequals|notlike))(?:ifexists)?$/;

/** Does the condition bind the statement to somebody, whoever that is? Without values that say so, it binds nobody. */
export function saysWho(tests: readonly ConditionTest[]): boolean {
  return tests.some((test) => EQUAL.test(test.operator) && isNarrow(test)) || tests.some(isNarrowOtherwise);
}

/** Does a Deny with this condition leave out somebody alone, so that all others are refused? */
export function sparesSomebody(tests: readonly ConditionTest[]): boolean {
  return (
    tests.length > 0 &&
    tests.every(
      ({ operator, key, values }) =>
        (NOT_EQUAL.test(operator) && isNarrow({ operator, key, values })) ||
        (/^notipaddress(?:ifexists)?$/.test(operator) && isOfFewAddresses({ operator, key, values })) ||
        // Exceptions for AWS itself stand beside the others.
        (/^bool(?:ifexists)?$/.test(operator) && isFalse(values) && OF_AWS.includes(key)),
    ) &&
    tests.some(({ operator }) => !operator.startsWith('bool'))
  );
}

/** Accounts that the condition names, where nothing else binds it closer. */
export function accountsNamed(tests: readonly ConditionTest[]): readonly string[] {
  const binding = tests.filter((test) => EQUAL.test(test.operator) && isNarrow(test));
  if (binding.some(({ key }) => OF_OTHERS.includes(key) || OF_SERVICES.includes(key))) return [];
  return binding.flatMap(({ key, values }) =>
    OF_ACCOUNT.includes(key)
      ? values.filter((value) => /^\d{12}$/.test(value))
      : OF_ARN.includes(key)
        ? values.flatMap((value) => /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(value)?.[1] ?? [])
        : [],
  );
}

function isNarrow({ key, values }: ConditionTest): boolean {
  if (values.length === 0) return false;
  if (OF_ARN.includes(key)) return values.every(isNarrowArn);
  return (
    (OF_ACCOUNT.includes(key) || OF_OTHERS.includes(key) || OF_SERVICES.includes(key)) &&
    values.every(isNarrowText)
  );
}

function isNarrowOtherwise(test: ConditionTest): boolean {
  const { operator, key, values } = test;
  if (operator === 'ipaddress') return isOfFewAddresses(test);
  return operator === 'bool' && TRUTHS.includes(key) && values.length > 0 && !isFalse(values);
}

function isOfFewAddresses({ key, values }: ConditionTest): boolean {
  return (key === 'aws:sourceip' || key === 'aws:vpcsourceip') && values.length > 0 && !isInternet(values);
}

const isFalse = (values: readonly string[]) => values.every((value) => value.toLowerCase() === 'false');

/** A star that stands so early leaves everybody in: `*`, `o-*`, `1*`. */
const LEAST_WRITTEN = 4;

function isNarrowText(value: string): boolean {
  const written = value.search(/[*?]/);
  return value !== '' && (written < 0 || written >= LEAST_WRITTEN);
}

/** In an ARN the account is written out; a bucket has none, and its name is one of all. Other texts are taken as they are. */
export function isNarrowArn(value: string): boolean {
  const [prefix, , service = '', , account = '', resource = ''] = value.split(':');
  if (prefix !== 'arn') return isNarrowText(value);
  if (account === '') return service === 's3' && isNarrowText(resource);
  return !/[*?]/.test(account);
}

/** The tests on a key of a token that begin with the name of who signs it: `token.actions.githubusercontent.com:sub`. */
export function bindsToken(
  tests: readonly ConditionTest[],
  provider: string,
  claims: readonly string[],
): boolean {
  return tests.some(
    ({ operator, key, values }) =>
      EQUAL.test(operator) &&
      values.length > 0 &&
      claims.some((claim) => key === `${provider}:${claim}`) &&
      // The owner is written out: `repo:acme/*`, and not `repo:acme*`, which anybody can be called.
      values.every((value) => /^[^*?/:]+(?:[/:]|$)/.test(value.replace(/^[a-z_]+:\/*/, ''))),
  );
}
