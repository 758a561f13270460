import type { FlowRecord } from '../../../records/flow-logs/flow-record';
import { EIGHT, flow, knock, talk, times } from '../../analysis/ssh/flows';

/** What somebody did, spread over so much time, and the detection that has to tell it. */
export interface FlowScenario {
  readonly detection: string;
  /** How far apart the first and the last record lie. */
  readonly spread: 'five minutes' | 'an hour' | 'a day' | 'days';
  /** Whom or what the finding is about: it stands in the finding's source or targets. */
  readonly subject: string;
  readonly records: readonly FlowRecord[];
}

const MINUTE = 60;
const HOUR = 3_600;

/** Every scenario has addresses of its own, so that all of them can lie in one day. */
function addresses(position: number): { guest: string; host: (index?: number) => string } {
  return {
    guest: `203.0.113.${10 + position}`,
    host: (index = 5) => `10.${position}.${Math.floor(index / 200)}.${5 + (index % 200)}`,
  };
}

const TASK = {
  ecsClusterName: 'harbor',
  ecsServiceName: 'orders',
  ecsTaskId: '0123456789abcdef0123456789abcdef',
};

type Make = (ends: ReturnType<typeof addresses>) => readonly FlowRecord[];
type Row = readonly [
  detection: string,
  spread: FlowScenario['spread'],
  make: Make,
  /** @default guest */
  subject?: 'guest' | 'host',
];

const guesses =
  (count: number, every: number): Make =>
  ({ guest, host }) =>
    times(count, (index) =>
      talk({ source: guest, target: host(), clientPort: 40_000 + index, at: EIGHT + index * every }),
    ).flat();

const looksFor =
  (port: number, targets: number, every: number): Make =>
  ({ guest, host }) =>
    times(targets, (index) =>
      flow({
        srcaddr: guest,
        dstaddr: host(index),
        dstport: port,
        start: EIGHT + index * every,
        end: EIGHT + index * every,
      }),
    );

const touches =
  (first: number, ports: number, every: number): Make =>
  ({ guest, host }) =>
    times(ports, (index) =>
      flow({
        srcaddr: guest,
        dstaddr: host(),
        dstport: first + index,
        bytes: 44,
        start: EIGHT + index * every,
        end: EIGHT + index * every,
      }),
    );

const sentByTask =
  (fields: Partial<FlowRecord>): Make =>
  ({ guest, host }) => [
    flow({ srcaddr: host(), dstaddr: guest, flowDirection: 'egress', ...TASK, ...fields }),
  ];

/** One record of a task of a service of its own, at so many seconds. */
const ofService =
  (service: string, source: string) =>
  (at: number, fields: Partial<FlowRecord>): FlowRecord =>
    flow({
      ...{
        srcaddr: source,
        dstaddr: '52.94.220.16',
        dstport: 443,
        packets: 9,
        bytes: 1_900,
        flowDirection: 'egress',
      },
      ...{
        ...TASK,
        ecsServiceName: service,
        ecsTaskId: service.padEnd(32, '0'),
        start: at,
        end: at + 5,
        ...fields,
      },
    });

const ROWS: readonly Row[] = [
  ['ssh-probe-burst', 'five minutes', guesses(5, 20)],
  ['ssh-brute-force-flat', 'five minutes', guesses(12, 20)],
  ['ssh-brute-force', 'five minutes', guesses(12, 20)],
  ['ssh-brute-force', 'an hour', guesses(12, 270)],
  ['ssh-slow-brute-force', 'a day', guesses(12, 20 * MINUTE)],
  [
    'ssh-probable-login',
    'five minutes',
    (ends) => [
      ...guesses(12, 15)(ends),
      ...talk({
        source: ends.guest,
        target: ends.host(),
        clientPort: 41_000,
        at: EIGHT + 200,
        seconds: 20,
        packets: 60,
      }),
    ],
  ],
  [
    'ssh-probable-login',
    'an hour',
    (ends) => [
      ...guesses(12, 200)(ends),
      ...talk({
        source: ends.guest,
        target: ends.host(),
        clientPort: 41_000,
        at: EIGHT + 2_600,
        seconds: 200,
        packets: 120,
      }),
    ],
  ],
  [
    'ssh-distributed-brute-force',
    'an hour',
    ({ host }) =>
      times(30, (index) =>
        talk({
          source: `198.51.100.${10 + index}`,
          target: host(),
          clientPort: 40_000 + index,
          at: EIGHT + index * 100,
        }),
      ).flat(),
    'host',
  ],
  [
    'ssh-flood',
    'five minutes',
    ({ guest, host }) =>
      times(440, (index) =>
        flow({
          srcaddr: guest,
          dstaddr: host(),
          srcport: 10_000 + index,
          start: EIGHT + Math.floor(index / 2),
          end: EIGHT + Math.floor(index / 2),
        }),
      ),
    'host',
  ],
  ['ssh-accepted-from-internet', 'five minutes', guesses(1, 1), 'host'],
  ['ssh-outbound-from-task', 'five minutes', sentByTask({ dstport: 22 }), 'host'],
  [
    'ssh-filtered-probe',
    'five minutes',
    ({ guest, host }) =>
      times(12, (index) =>
        knock({
          srcaddr: guest,
          dstaddr: host(),
          srcport: 40_000 + index,
          start: EIGHT + index * 20,
          end: EIGHT + index * 20,
        }),
      ),
  ],
  ['ssh-horizontal-scan', 'five minutes', looksFor(22, 30, 5)],
  ['ssh-horizontal-scan', 'an hour', looksFor(22, 30, 110)],
  ['ssh-horizontal-scan', 'a day', looksFor(22, 60, 1_200)],
  [
    'ssh-on-unlisted-port',
    'an hour',
    ({ guest, host }) =>
      times(8, (index) =>
        talk({
          source: guest,
          target: host(),
          port: 902,
          clientPort: 40_000 + index,
          at: EIGHT + index * 300,
        }),
      ).flat(),
    'host',
  ],
  ['ssh-vertical-scan', 'five minutes', touches(15, 15, 3)],
  ['ssh-vertical-scan', 'a day', touches(1, 40, 1_800)],
  ['address-scan', 'five minutes', looksFor(23, 30, 5)],
  ['address-scan', 'an hour', looksFor(23, 30, 110)],
  ['address-scan', 'a day', looksFor(23, 60, 1_200)],
  ['port-scan', 'five minutes', touches(8_000, 15, 3)],
  ['port-scan', 'a day', touches(8_000, 40, 1_800)],
  ['unusual-egress', 'five minutes', sentByTask({ dstport: 3_333 }), 'host'],
  [
    'task-beacon',
    'a day',
    ({ guest, host }) => {
      const sent = ofService('caller', host());
      return [
        ...times(5, (hour) => sent(EIGHT + hour * HOUR, { srcport: 40_000 + hour })),
        ...times(20, (beat) =>
          sent(EIGHT + 4 * HOUR + beat * 20 * MINUTE, {
            ...{ dstaddr: guest, dstport: 8_443, srcport: 41_000 + beat },
          }),
        ),
      ];
    },
    'host',
  ],
  [
    'task-slow-upload',
    'days',
    ({ guest, host }) => {
      const sent = ofService('uploader', host());
      const large = { dstaddr: guest, packets: 90_000, bytes: 120 * 1024 ** 2 };
      return [...times(8, (day) => sent(EIGHT - (8 - day) * 24 * HOUR, {})), sent(EIGHT, large)];
    },
    'host',
  ],
  [
    'task-spread',
    'a day',
    ({ host }) => {
      const sent = ofService('spreader', host());
      return [
        sent(EIGHT - 25 * HOUR, {}),
        ...times(3, (index) =>
          sent(EIGHT + index * 300, { dstaddr: host(250 * (index + 1)), dstport: 8_080 }),
        ),
      ];
    },
    'host',
  ],
];

/** All scenarios of the table "which rule sees what, by horizon" in docs/architecture.md, in its order. */
export const FLOW_SCENARIOS: readonly FlowScenario[] = ROWS.map(
  ([detection, spread, make, subject = 'guest'], position) => {
    const ends = addresses(position + 1);
    return {
      detection,
      spread,
      subject: subject === 'host' ? ends.host() : ends.guest,
      records: make(ends),
    };
  },
);

/** A day later than the first record everything has come, and stories of hours are over. */
export const SCENARIOS_BEGIN = EIGHT;
export const SCENARIOS_END = EIGHT + 25 * HOUR;
