import { call } from '../api-call';
import { intruder } from '../attacks/intruder';
import { cutEventSelectors, deleteFlowLogs, muteAlarms, stopLogging, trailArn } from '../attacks/tampering';
import { ordinaryLife } from '../background/ordinary-life';
import { HOUR, MINUTE } from '../clock';
import { OFFICE_ADDRESS } from '../fleet';
import { user } from '../identities';
import type { Scenario } from '../scenario';

export const logTampering: Scenario = {
  name: 'log-tampering',
  description:
    'alarms are muted, the trail is cut and stopped, restarted by a colleague, then flow logs are deleted',
  startHour: 0,
  hours: 6,
  expected: [
    'alarm-silenced',
    'flow-logs-deleted',
    'flow-logs-silent',
    'trail-changed',
    'trail-silent',
    'trail-stopped',
  ],
  expectedLow: ['cis-cloudwatch-5-trail-config-changed'],
  play(simulation) {
    const { from } = simulation;
    const who = intruder(simulation, 'mallory', '192.0.2.66', 'blinds alarms, trail and flow logs');
    muteAlarms(simulation, who, from + 4 * HOUR);
    cutEventSelectors(simulation, who, from + 4 * HOUR + 6 * MINUTE);

    const restarted = from + 4 * HOUR + 57 * MINUTE;
    stopLogging(simulation, who, from + 4 * HOUR + 9 * MINUTE, restarted);
    const carol = user('carol');
    simulation.actors.push({
      who: carol.arn ?? 'carol',
      role: 'benign',
      what: 'on call, starts the trail again',
    });
    call(simulation, {
      at: restarted,
      by: carol,
      from: OFFICE_ADDRESS,
      agent: 'aws-cli/2.31.0 md/command#cloudtrail.start-logging',
      service: 'cloudtrail',
      name: 'StartLogging',
      request: { name: trailArn(simulation.fleet.trailName) },
    });
    deleteFlowLogs(simulation, who, from + 5 * HOUR + 4 * MINUTE);
    ordinaryLife(simulation);
  },
};
