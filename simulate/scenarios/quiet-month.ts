import { callsOfAMonth } from '../background/calls-of-a-month';
import type { Scenario } from '../scenario';

export const quietMonth: Scenario = {
  name: 'quiet-month',
  description:
    'thirty days of thirty-odd people, services and pipelines: releases, work on call, failures, journeys; nothing happens',
  startHour: 0,
  hours: 30 * 24,
  expected: [],
  play: callsOfAMonth,
};
