import path from 'node:path';

/** What every file system takes: AWS's own keys have nothing else. */
const PLAIN_NAME = /^[\w=,+@~-][\w=,.+@~ -]{0,198}$/;
/** Of Windows: devices, and what it cuts off the end. */
const TAKEN_NAME = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|[. ]$/i;

/**
 * Gives each key of a bucket a file below `folder`, the same path where any file system has that: keys may hold what no
 * file name does (`..`, empty names, `a\..\..\b` and `C:` on Windows), and differ in nothing but the case of letters,
 * which on macOS and Windows are the same. Those get a number.
 *
 * @param style of paths - @default the machine's
 */
export function placesOfKeys(
  folder: string,
  style: Pick<typeof path, 'join'> = path,
): (key: string) => string {
  const taken = new Set<string>();
  let number = 0;
  return (key) => {
    number += 1;
    const names = key.split('/');
    const isPlain = names.every((name) => PLAIN_NAME.test(name) && !TAKEN_NAME.test(name));
    const folded = key.toLowerCase();
    if (!isPlain || taken.has(folded)) return style.join(folder, `object-${number}`);
    taken.add(folded);
    return style.join(folder, ...names);
  };
}
