import { documentsOf } from '../../../handlers/search-indexer/documents';
import { compileFlowLogFormat } from '../../../records/flow-logs/flow-log-format';

const places = {
  deployment: 'harborwatch',
  sourceOf: (group: string) =>
    (({ trail: 'api-calls', flows: 'flows', containers: 'container-lines' }) as const)[group],
  flowFormat: compileFlowLogFormat(['srcaddr', 'dstaddr', 'dstport', 'start', 'end', 'action', 'log-status']),
};
const read = (logGroup: string, ...messages: readonly string[]) =>
  documentsOf(
    {
      messageType: 'DATA_MESSAGE',
      owner: '111122223333',
      logGroup,
      logStream: 's',
      logEvents: messages.map((message, index) => ({
        id: `e${index}`,
        timestamp: Date.parse('2026-11-02T23:59:59Z'),
        message,
      })),
    },
    places,
  );

test('a flow has the columns of its table, numbers as numbers', () => {
  const { documents } = read('flows', '192.0.2.44 10.20.0.26 22 1 2 REJECT OK');
  expect(documents).toEqual([
    {
      index: 'harborwatch-flows-2026.11.02',
      id: 'e0',
      fields: expect.objectContaining({ srcaddr: '192.0.2.44', dstport: 22, action: 'REJECT' }),
    },
  ]);
});

test('a call says who called, in the words of the messages', () => {
  const call = {
    eventTime: '2026-11-02T08:00:00Z',
    eventSource: 'ecs.amazonaws.com',
    eventName: 'StopTask',
    readOnly: false,
    userIdentity: { type: 'IAMUser', userName: 'mallory' },
    responseElements: 'a text where others have an object',
    resources: [{ arn: 'arn:aws:ecs:eu-west-1:111122223333:task/shop/1' }],
  };
  const { documents } = read('trail', JSON.stringify(call));
  expect(documents[0]?.fields).toMatchObject({
    '@timestamp': call.eventTime,
    eventname: 'StopTask',
    readonly: 'false',
    actor: 'user mallory',
    responseelements: { text: call.responseElements },
    resources: { 0: { arn: call.resources[0]?.arn } },
  });
});

test('what a container says that is no JSON is found by its words', () => {
  const { documents } = read('containers', '{"process":"nginx","status":401}', 'panic: no space', '[1]', '7');
  expect(documents.map(({ fields }) => fields['message'] ?? fields['status'])).toEqual([
    401,
    'panic: no space',
    '[1]',
    '7',
  ]);
});

test('a record that cannot be read is counted with its reason, and costs no other', () => {
  const flows = read('flows', 'no flow', '192.0.2.44 10.20.0.26 22 1 2 ACCEPT OK');
  expect(flows.documents).toHaveLength(1);
  expect(flows.unreadable).toEqual([expect.stringContaining('missing columns')]);
  const calls = read('trail', 'no JSON', '{"eventName":"x"}');
  expect(calls.documents).toEqual([]);
  expect(calls.unreadable).toHaveLength(2);
});

test.each(['null', '7', '[]', '{"arn":3,"type":"IAMUser"}', '{"toString":""}'])(
  'an identity such as %s is indexed without a name, and costs no other',
  (text) => {
    const userIdentity = JSON.parse(text);
    const call = {
      eventTime: '2026-11-02T08:00:00Z',
      eventSource: 'ecs.amazonaws.com',
      eventName: 'StopTask',
    };
    const { documents, unreadable } = read(
      'trail',
      JSON.stringify({ ...call, userIdentity }),
      JSON.stringify(call),
    );
    expect(unreadable).toEqual([]);
    expect(documents.map(({ fields }) => fields['actor'])).toEqual([
      expect.stringContaining('unknown'),
      'unknown',
    ]);
  },
);

test('a line chooses neither its time nor where it lies', () => {
  const { documents } = read(
    'containers',
    '{"@timestamp":"1999-01-01","log_group":"x","log_stream":"y","a":1}',
  );
  expect(documents[0]?.fields).toEqual({
    '@timestamp': '2026-11-02T23:59:59.000Z',
    log_group: 'containers',
    log_stream: 's',
    a: 1,
  });
});

test('a log group that nobody told it of is an error with what to do', () => {
  expect(() => read('other', 'x')).toThrow('take its subscription to this function away');
});
