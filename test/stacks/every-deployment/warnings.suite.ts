import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { synth } from '../synth';
import { EVERY } from '../variants';

/** What CDK would print at a deploy. */
export function warnings(): void {
  test('CDK has nothing to warn of', () => {
    const said = Object.values(EVERY).flatMap((context) => {
      const { stacks, stack } = synth(context);
      return stacks.flatMap((name) => {
        const annotations = Annotations.fromStack(stack(name));
        return [
          ...annotations.findWarning('*', Match.anyValue()),
          ...annotations.findError('*', Match.anyValue()),
        ].map(({ id, entry }) => `${id}: ${String(entry.data)}`);
      });
    });
    expect([...new Set(said)]).toEqual([]);
  });
}
