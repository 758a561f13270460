import type { TaskDefinitionRule } from './rule';
import { COMMAND_RULES } from './rules/commands';
import { IMAGE_RULES } from './rules/images';
import { ISOLATION_RULES } from './rules/isolation';
import { LOG_RULES } from './rules/logs';
import { PRIVILEGE_RULES } from './rules/privileges';
import { ROLE_RULES } from './rules/roles';
import { SECRET_RULES } from './rules/secrets';
import { STORAGE_RULES } from './rules/storage';
import { USE_RULES } from './rules/uses';

/** Every rule, in reading order. */
export const TASK_DEFINITION_RULES: readonly TaskDefinitionRule[] = [
  ...PRIVILEGE_RULES,
  ...ISOLATION_RULES,
  ...SECRET_RULES,
  ...COMMAND_RULES,
  ...IMAGE_RULES,
  ...LOG_RULES,
  ...STORAGE_RULES,
  ...ROLE_RULES,
  ...USE_RULES,
];
