import { parseQuery } from '../../queries/query';
import { QueryError } from '../../queries/query-error';

const TEXT = `-- Who opened a shell,
-- and where?
-- when: an alarm rang
-- attack: T1609, T1651
-- cost: a prefix a day
-- serves: ecs-exec-session-opened,
--    ecs-exec-denied
-- replay: yes
-- param many: number = 20 -- how many are many
select 1 -- when: not this one
`;

test('the comment in front says everything about a question', () => {
  const query = parseQuery('shells', 'exec', TEXT);
  expect(query).toMatchObject({
    id: 'shells',
    group: 'exec',
    question: 'Who opened a shell, and where?',
    when: 'an alarm rang',
    attack: ['T1609', 'T1651'],
    serves: ['ecs-exec-session-opened', 'ecs-exec-denied'],
    isForReplay: true,
    sql: TEXT,
  });
  expect(query.parameters.at(-1)).toEqual({
    name: 'many',
    type: 'number',
    default: '20',
    meaning: 'how many are many',
  });
});

test('text without a front comment is a question with the standard parameters', () => {
  const query = parseQuery('ad-hoc', 'ad hoc', 'select 1');
  expect(query.parameters.map(({ name }) => name)).toEqual(['since', 'until', 'accounts', 'regions']);
  expect(query.isForReplay).toBe(false);
});

test('a parameter of no known type is refused, with the types there are', () => {
  expect(() => parseQuery('x', 'y', '-- param a: text = b -- c')).toThrow(QueryError);
  expect(() => parseQuery('x', 'y', '-- param a: text = b -- c')).toThrow('time|name|names|addresses');
});
