import { readFileSync } from 'node:fs';
import { matchesEventPattern } from '../stacks/detection/event-bridge';
import { events, patterns } from './cases';

/** Holds our own reading of event patterns to what the engine of EventBridge said, event by event. */
const [file = ''] = process.argv.slice(2);
const said = readFileSync(file, 'utf8').trimEnd().split('\n');
const all = patterns();
let matched = 0;
const differences = events().flatMap((event, at) => {
  const engine = (said[at] ?? '').split(' ').filter((number) => number !== '');
  const ours = all
    .flatMap((pattern, number) => (matchesEventPattern(pattern, event) ? [String(number)] : []))
    .sort();
  if (engine.length > 0) matched += 1;
  return engine.sort().join() === ours.join()
    ? []
    : [
        `${JSON.stringify(event).slice(0, 300)}: the engine says [${engine.join()}], our reading [${ours.join()}]`,
      ];
});
console.log(
  `${all.length} patterns, ${events().length} events, ${matched} matched, ${differences.length} judged otherwise`,
);
for (const difference of differences) console.error(difference);
process.exitCode = differences.length > 0 || matched === 0 ? 1 : 0;
