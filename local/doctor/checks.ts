import type { Check } from './check';
import { alarms } from './checks/alarms';
import { canary } from './checks/canary';
import { deadLetters } from './checks/dead-letters';
import { flowLogs } from './checks/flow-logs';
import { functions } from './checks/functions';
import { healthAlarms } from './checks/health-alarms';
import { keys } from './checks/keys';
import { lastRecords } from './checks/last-records';
import { metricFilters } from './checks/metric-filters';
import { savedQueries } from './checks/saved-queries';
import { schedules } from './checks/schedules';
import { subscription } from './checks/subscription';
import { tables } from './checks/tables';
import { testMetricFilter } from './checks/test-metric-filter';
import { topics } from './checks/topics';
import { trail } from './checks/trail';

/** The links of the chain, in the order in which a record passes them, and what they said of themselves. */
export const CHECKS: readonly Check[] = [
  trail,
  flowLogs,
  lastRecords,
  metricFilters,
  testMetricFilter,
  subscription,
  alarms,
  keys,
  topics,
  functions,
  schedules,
  deadLetters,
  canary,
  tables,
  savedQueries,
  healthAlarms,
];
