import { readFileSync, writeFileSync } from 'node:fs';

/** The main program of a bundled measurement: input and output are files, given on the command line. */
export function answerParent<Input, Output>(measure: (input: Input) => Output): void {
  const [, , inputFile, outputFile] = process.argv;
  if (inputFile === undefined || outputFile === undefined) {
    throw new Error('a measurement is run by `npm run bench`, which names its input and output files');
  }
  const input = JSON.parse(readFileSync(inputFile, 'utf8')) as Input;
  writeFileSync(outputFile, JSON.stringify(measure(input)));
}
