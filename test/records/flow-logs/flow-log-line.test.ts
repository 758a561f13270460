import fc from 'fast-check';
import { FLOW_LOG_FIELDS } from '../../../records/flow-logs/flow-log-fields';
import { compileFlowLogFormat, DEFAULT_FLOW_LOG_FORMAT } from '../../../records/flow-logs/flow-log-format';
import type { FlowLogLine } from '../../../records/flow-logs/flow-log-line';

const ACCEPTED =
  '2 123456789012 eni-1 203.0.113.9 10.0.1.5 40510 22 6 36 4863 1767225600 1767225660 ACCEPT OK';

function read(text: string, fields?: string): FlowLogLine & { outcome: string } {
  const line = (fields === undefined ? DEFAULT_FLOW_LOG_FORMAT : compileFlowLogFormat(fields)).reader();
  const outcome = line.read(text);
  return Object.assign(line, { outcome });
}

/** The accepted line with one column replaced. */
function accepted(column: number, value: string): string {
  return ACCEPTED.split(' ').with(column, value).join(' ');
}

describe('a record', () => {
  test('of the default format gives its addresses, ports, counters, window and verdict', () => {
    const line = read(ACCEPTED);
    expect(line.outcome).toBe('record');
    expect(line).toMatchObject({
      interfaceId: 'eni-1',
      srcaddr: '203.0.113.9',
      dstaddr: '10.0.1.5',
      srcport: 40510,
      dstport: 22,
      protocol: 6,
      packets: 36,
      bytes: 4863,
      start: 1767225600,
      end: 1767225660,
      action: 'ACCEPT',
      text: ACCEPTED,
    });
  });

  test('has undefined for what the format lacks', () => {
    const line = read(ACCEPTED);
    expect(line.tcpFlags).toBeUndefined();
    expect(line.pktSrcaddr).toBeUndefined();
    expect(line.pktDstaddr).toBeUndefined();
    expect(line.flowDirection).toBeUndefined();
    expect(line.vpcId).toBeUndefined();
    expect(line.ecsClusterName).toBeUndefined();
    expect(line.ecsServiceName).toBeUndefined();
    expect(line.ecsTaskId).toBeUndefined();
  });

  test('has undefined for a hyphen, in any column', () => {
    for (let column = 0; column < 14; column++) {
      const line = read(accepted(column, '-'));
      expect(line.outcome).toBe('record');
      expect(Object.keys(line.toFields())).toHaveLength(13);
    }
    expect(read(accepted(5, '-')).srcport).toBeUndefined();
    expect(read(accepted(3, '-')).srcaddr).toBeUndefined();
    expect(read(accepted(12, '-')).action).toBeUndefined();
  });

  test('of a custom order gives the same values, and the fields of later versions', () => {
    const line = read(
      'con414 web 0123abcd vpc-1 egress 19 OK REJECT 198.51.100.7 10.0.1.5 2001:db8::1',
      'ecs-cluster-name ecs-service-name ecs-task-id vpc-id flow-direction tcp-flags log-status action pkt-srcaddr pkt-dstaddr srcaddr',
    );
    expect(line.outcome).toBe('record');
    expect(line).toMatchObject({
      ecsClusterName: 'con414',
      ecsServiceName: 'web',
      ecsTaskId: '0123abcd',
      vpcId: 'vpc-1',
      flowDirection: 'egress',
      tcpFlags: 19,
      action: 'REJECT',
      pktSrcaddr: '198.51.100.7',
      pktDstaddr: '10.0.1.5',
      srcaddr: '2001:db8::1',
    });
  });

  test('with times in milliseconds has them in seconds', () => {
    const line = read(accepted(10, '1767225600999').replace('1767225660 ', '1767225660000 '));
    expect([line.start, line.end]).toEqual([1767225600, 1767225660]);
    expect(line.toFields()).toMatchObject({ start: 1767225600, end: 1767225660 });
  });

  test('with a Windows line end is the same record', () => {
    const line = read(`${ACCEPTED}\r`);
    expect(line.outcome).toBe('record');
    expect(line.text).toBe(ACCEPTED);
  });

  test('of a format without log-status and action is a record by its columns alone', () => {
    expect(read('10.0.0.1 10.0.0.2', 'srcaddr dstaddr').outcome).toBe('record');
  });

  test('with the highest port, protocol and counters that can be is a record', () => {
    const line = read('65535 0 255 999999999999999 0', 'srcport dstport protocol bytes packets');
    expect(line.outcome).toBe('record');
    expect(line).toMatchObject({
      srcport: 65535,
      dstport: 0,
      protocol: 255,
      bytes: 999999999999999,
      packets: 0,
    });
  });
});

describe('a line without a flow', () => {
  test('NODATA says for which interface and window there was no traffic', () => {
    const line = read('2 123456789012 eni-7 - - - - - - - 1431280876 1431280934 - NODATA');
    expect(line.outcome).toBe('nodata');
    expect(line).toMatchObject({ interfaceId: 'eni-7', start: 1431280876, end: 1431280934 });
    expect(line.srcport).toBeUndefined();
  });

  test('SKIPDATA says for which interface and window records were lost', () => {
    const line = read('2 123456789012 eni-7 - - - - - - - 1512564058000 1512564059000 - SKIPDATA');
    expect(line.outcome).toBe('skipdata');
    expect(line).toMatchObject({ interfaceId: 'eni-7', start: 1512564058, end: 1512564059 });
  });

  test('NODATA does not keep the numbers of the record before it', () => {
    const line = DEFAULT_FLOW_LOG_FORMAT.reader();
    line.read(ACCEPTED);
    line.read('2 123456789012 eni-7 - - - - - - - 1431280876 1431280934 - NODATA');
    expect([line.srcport, line.dstport, line.bytes, line.action]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('an unreadable line says why', () => {
  test.each([
    ['', 'missing columns: 1 where the format has 14'],
    ['bogus line', 'missing columns: 2 where the format has 14'],
    [ACCEPTED.slice(0, 75), 'missing columns: 12 where the format has 14'],
    [`i-0123 ${ACCEPTED}`, 'surplus columns: 15 where the format has 14'],
    [ACCEPTED.replace(' ', '  '), 'surplus columns: 15 where the format has 14'],
    [ACCEPTED.slice(0, -1), 'log-status is none of OK, NODATA, SKIPDATA: "O"'],
    [accepted(13, 'ok'), 'log-status is none of OK, NODATA, SKIPDATA: "ok"'],
    [accepted(12, 'ALLOW'), 'action is neither ACCEPT nor REJECT: "ALLOW"'],
    [accepted(12, 'ACCEPS'), 'action is neither ACCEPT nor REJECT: "ACCEPS"'],
    [accepted(5, 'ssh'), 'srcport is not a whole number: "ssh"'],
    [accepted(5, '65536'), 'srcport is over 65535: "65536"'],
    [accepted(6, '-1'), 'dstport is not a whole number: "-1"'],
    [accepted(6, '22.0'), 'dstport is not a whole number: "22.0"'],
    [accepted(7, '256'), 'protocol is over 255: "256"'],
    [accepted(8, '1e3'), 'packets is not a whole number: "1e3"'],
    [accepted(9, '1234567890123456'), 'bytes is not a whole number: "1234567890123456"'],
    [accepted(10, '2026-01-01T00:00:00Z'), 'start is not a whole number: "2026-01-01T00:00:00Z"'],
    [accepted(11, '0x10'), 'end is not a whole number: "0x10"'],
    [accepted(9, ''), 'bytes is not a whole number: ""'],
  ])('%j: %s', (text, reason) => {
    const line = read(text);
    expect(line.outcome).toBe('unreadable');
    expect(line.reason).toBe(reason);
  });

  test('and a long value is cut in the reason', () => {
    expect(read(accepted(5, 'x'.repeat(500))).reason).toHaveLength(94);
  });

  test('a number that analysis does not read costs nothing: the line is a record, the field is text', () => {
    const line = read('10.0.0.1 path9', 'srcaddr traffic-path');
    expect(line.outcome).toBe('record');
    expect(line.toFields()).toEqual({ srcaddr: '10.0.0.1', 'traffic-path': 'path9' });
  });
});

describe('all fields of a record', () => {
  test('have AWS’s names; numbers are numbers, account ids keep their zeros, unknown names are text', () => {
    const line = read('000000000012 22 8 7 OK', 'account-id dstport traffic-path field-of-2031 log-status');
    expect(line.toFields()).toEqual({
      'account-id': '000000000012',
      dstport: 22,
      'traffic-path': 8,
      'field-of-2031': '7',
      'log-status': 'OK',
    });
  });

  test('a format of all 54 fields gives them all', () => {
    const values = FLOW_LOG_FIELDS.map(({ name, storage }, at) => {
      if (name === 'action') return 'ACCEPT';
      if (name === 'log-status') return 'OK';
      return storage === 'string' ? `${name}-value` : String(at + 1);
    });
    const line = read(values.join(' '), FLOW_LOG_FIELDS.map(({ name }) => name).join(' '));
    expect(line.outcome).toBe('record');
    expect(Object.keys(line.toFields())).toEqual(FLOW_LOG_FIELDS.map(({ name }) => name));
    expect(Object.values(line.toFields()).map(String)).toEqual(values);
  });

  test('stay when the view moves on', () => {
    const line = DEFAULT_FLOW_LOG_FORMAT.reader();
    line.read(ACCEPTED);
    const fields = line.toFields();
    line.read(accepted(3, '192.0.2.1'));
    expect(fields['srcaddr']).toBe('203.0.113.9');
  });
});

describe('whatever the text', () => {
  const column = fc.oneof(
    fc.constantFrom('-', 'ACCEPT', 'REJECT', 'OK', 'NODATA', 'SKIPDATA', '', '10.0.0.1', 'é', '\u{1F600}'),
    fc.nat().map(String),
    fc.string(),
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(column, { minLength: 12, maxLength: 16 }).map((columns) => columns.join(' ')),
  );

  test('a line is a record, has no data, or is unreadable with a reason, and nothing is thrown', () => {
    const line = DEFAULT_FLOW_LOG_FORMAT.reader();
    fc.assert(
      fc.property(text, (any) => {
        const outcome = line.read(any);
        if (outcome === 'unreadable') expect(line.reason).not.toBe('');
        else expect(any.trimEnd().split(' ')).toHaveLength(14);
        line.toFields();
      }),
    );
  });

  test('what is read back from a record is what was written', () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6());
    const port = fc.nat({ max: 65535 });
    const counter = fc.nat({ max: 999_999_999_999_999 });
    const line = DEFAULT_FLOW_LOG_FORMAT.reader();
    fc.assert(
      fc.property(
        address,
        address,
        port,
        port,
        counter,
        counter,
        (srcaddr, dstaddr, srcport, dstport, packets, bytes) => {
          const written = `2 1 eni-1 ${srcaddr} ${dstaddr} ${srcport} ${dstport} 6 ${packets} ${bytes} 1 2 REJECT OK`;
          expect(line.read(written)).toBe('record');
          expect(line).toMatchObject({ srcaddr, dstaddr, srcport, dstport, packets, bytes, text: written });
        },
      ),
    );
  });
});
