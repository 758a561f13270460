// The least that reading takes on this machine with what Node has: `node floor.cjs <unpack|lines|parse> <folder>`.
const { readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { gunzipSync } = require('node:zlib');

const [work, folder] = process.argv.slice(2);
const NEWLINE = 10;
let count = 0;
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const bytes = gunzipSync(readFileSync(path.join(entry.parentPath, entry.name)));
  if (work === 'unpack') count += bytes.length;
  else if (work === 'parse') count += JSON.parse(bytes.toString()).Records.length;
  else for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
}
if (count === 0) process.exitCode = 1;
