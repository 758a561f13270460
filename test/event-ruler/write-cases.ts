import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { events, patterns } from './cases';

/** Writes patterns and events into a folder, one a line. */
const [folder = '.'] = process.argv.slice(2);
const lines = (items: readonly unknown[]) => `${items.map((item) => JSON.stringify(item)).join('\n')}\n`;
writeFileSync(path.join(folder, 'patterns'), lines(patterns()));
writeFileSync(path.join(folder, 'events'), lines(events()));
