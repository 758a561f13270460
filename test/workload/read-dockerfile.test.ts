import { readDockerfile, stepsOf } from './read-dockerfile';

const TEXT = `# syntax, and a comment
ARG BASE=debian:1
ARG STAGE=small

FROM \${BASE} AS small
RUN one && \\
    two
# between
ENV KIND=\${STAGE}

FROM small AS large
COPY a b /c/

FROM \${STAGE}
RUN echo "\${STAGE}"
`;

test('instructions come in order, without comments, lines that go on joined', () => {
  expect(readDockerfile(TEXT).slice(0, 5)).toEqual([
    { name: 'ARG', value: 'BASE=debian:1' },
    { name: 'ARG', value: 'STAGE=small' },
    { name: 'FROM', value: `\${BASE} AS small` },
    { name: 'RUN', value: 'one && two' },
    { name: 'ENV', value: `KIND=\${STAGE}` },
  ]);
});

test('a build executes what its stage is built from, and no other stage', () => {
  expect(stepsOf(readDockerfile(TEXT), {}).map(({ value }) => value)).toEqual([
    'one && two',
    'KIND=small',
    `echo "\${STAGE}"`,
  ]);
  expect(stepsOf(readDockerfile(TEXT), { STAGE: 'large' }).map(({ name }) => name)).toEqual([
    'RUN',
    'ENV',
    'COPY',
    'RUN',
  ]);
});

test('a stage that is not there fails, and the message names those that are', () => {
  expect(() => stepsOf(readDockerfile(TEXT), { STAGE: 'medium' })).toThrow(
    'FROM medium: no stage of that name stands above; there are small, large',
  );
});

test('an instruction before the first stage fails', () => {
  expect(() => stepsOf(readDockerfile('RUN true\n'), {})).toThrow('RUN true stands before the first FROM');
});
