import { synth } from '../synth';
import { EVERY } from '../variants';

/** What CDK would print at a deploy. */
export function warnings(): void {
  test('CDK has nothing to warn of', () => {
    const said = Object.values(EVERY).flatMap((context) => {
      const { stacks, said } = synth(context);
      return stacks.flatMap(said);
    });
    expect([...new Set(said)]).toEqual([]);
  });
}
