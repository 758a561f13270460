import { PORT_OPENING_CALLS } from '../../analysis/trail/opened-rules';
import { buildCatalogue } from '../../detections/catalogue';
import { CALLS_PATTERN } from '../../handlers/ssh-campaign-analyzer/calls-pattern';
import { findQuery } from '../../queries/catalogue';

test.each(['sg-opened-to-world', 'sg-open-then-ssh'])('%s asks for every call that opens a port', (id) => {
  for (const name of PORT_OPENING_CALLS.names) expect(findQuery(id).sql).toContain(`'${name}'`);
});

test('every call that opens a port has an alarm, and a look beyond its pattern', () => {
  const filters = buildCatalogue().flatMap(({ detector }) =>
    detector.kind === 'filter' && detector.beyond !== undefined ? [detector] : [],
  );
  for (const name of PORT_OPENING_CALLS.names) {
    expect(filters.some(({ pattern }) => pattern.includes(`"${name}"`))).toBe(true);
    const names = filters.flatMap(({ beyond = [] }) =>
      beyond.flatMap(({ calls }) => (Array.isArray(calls) ? calls.flatMap((call) => call.names) : [])),
    );
    expect(names).toContain(name);
  }
});

test('the slow analyzer of SSH asks for every call that opens a port', () => {
  for (const name of PORT_OPENING_CALLS.names) expect(CALLS_PATTERN).toContain(`($.eventName = "${name}")`);
});
