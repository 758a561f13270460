import { IMAGE_CASES, LOG_CASES, STORAGE_CASES } from './cases/images-and-logs';
import { ISOLATION_CASES } from './cases/isolation';
import { PRIVILEGE_CASES } from './cases/privileges';
import { ROLE_CASES, USE_CASES } from './cases/roles-and-uses';
import { SECRET_CASES } from './cases/secrets';
import type { RuleCase } from './rule-case';

export const RULE_CASES: readonly RuleCase[] = [
  ...PRIVILEGE_CASES,
  ...ISOLATION_CASES,
  ...SECRET_CASES,
  ...IMAGE_CASES,
  ...LOG_CASES,
  ...STORAGE_CASES,
  ...ROLE_CASES,
  ...USE_CASES,
];
