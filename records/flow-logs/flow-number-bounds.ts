import { MILLISECONDS_ABOVE } from '../values/epoch-seconds';

/** The most that each number of a flow log record can be; whatever reads one refuses a greater. Fifteen digits are exact. */
export const FLOW_NUMBER_BOUNDS = {
  srcport: 65_535,
  dstport: 65_535,
  protocol: 255,
  'tcp-flags': 255,
  packets: 1e15,
  bytes: 1e15,
  start: 1e15,
  end: 1e15,
} as const;

/** The same for who takes times as they stand: above are milliseconds, which `epochSeconds` makes seconds of. */
export const PLAIN_NUMBER_BOUNDS: Readonly<Record<keyof typeof FLOW_NUMBER_BOUNDS, number>> = {
  ...FLOW_NUMBER_BOUNDS,
  start: MILLISECONDS_ABOVE,
  end: MILLISECONDS_ABOVE,
};
