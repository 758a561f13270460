import { nearNames } from '../../../detections/near-names';
import { findQuery, queryCatalogue, readQuery } from '../../../queries/catalogue';
import type { Query } from '../../../queries/query';
import { allColumns } from '../../../records/tables/table-definition';
import { TABLES } from '../../../records/tables/tables';
import type { LocalEngine } from '../../query/local-engine';
import { renderQueryList } from '../../render/answers/render-queries';
import { renderTables } from '../../render/answers/render-tables';
import type { QueryFormat } from '../../render/answers/write-answer';
import type { CommandIo } from '../../terminal/command-io';
import { escapeControl } from '../../terminal/escape-control';
import { terminalOf } from '../../terminal/terminal';
import { UsageError } from '../../terminal/usage-error';
import { askEngine, valuesFor } from './ask-locally';

type Values = Readonly<Record<string, string>>;

const MODES: readonly QueryFormat[] = ['table', 'csv', 'json'];

export const COMMANDS: Readonly<Record<string, string>> = {
  '.help': 'this list',
  '.tables': 'the tables',
  '.schema': '.schema <table>: its columns with their types and an example',
  '.questions': '.questions [word]: the saved questions; type the id of one to ask it',
  '.param': '.param name=value sets a parameter, .param name takes it back, .param shows all',
  '.mode': `.mode ${MODES.join('|')}: how answers are shown`,
  '.export': '.export <file.duckdb>: all tables for the DuckDB CLI',
  '.quit': 'leaves; so does Ctrl-D. Ctrl-C stops a question',
};

const HELP = [
  'SQL ends with a semicolon: select eventname, count(*) as calls from cloudtrail_logs group by 1;',
  ...Object.entries(COMMANDS).map(([name, text]) => `${name.padEnd(12)}${text}`),
].join('\n');

/** What the shell waits for: a new question, more of the one that was begun, or nothing any more. */
export type ShellState = 'ready' | 'more' | 'end';

/** A shell over one open folder, line by line; whoever reads the lines is another matter. */
export class QueryShell {
  readonly #engine: LocalEngine;
  readonly #folder: string;
  readonly #settings: string | undefined;
  readonly #io: CommandIo;
  #values: Values;
  #mode: QueryFormat = 'table';
  #begun = '';
  #isAsking = false;

  constructor(
    engine: LocalEngine,
    folder: string,
    given: Values,
    settings: string | undefined,
    io: CommandIo,
  ) {
    this.#engine = engine;
    this.#folder = folder;
    this.#values = given;
    this.#settings = settings;
    this.#io = io;
  }

  /** Takes one line; an error is told and ends nothing but the question. */
  async take(line: string): Promise<ShellState> {
    const text = line.trim();
    try {
      if (this.#begun === '' && text.startsWith('.')) {
        return await this.#command(text);
      }
      if (this.#begun === '' && text === '') return 'ready';
      if (this.#begun === '' && /^[a-z0-9]+(?:-[a-z0-9]+)+;?$/.test(text)) {
        await this.#ask(savedQuestion(text.replace(';', '')));
        return 'ready';
      }
      this.#begun += `${line}\n`;
      if (!text.endsWith(';')) return 'more';
      const sql = this.#begun.trim().replace(/;$/, '');
      this.#begun = '';
      await this.#ask(readQuery('the question', 'ad hoc', sql));
    } catch (error) {
      this.#begun = '';
      this.#io.stderr.write(`${messageLines(error)}\n`);
    }
    return 'ready';
  }

  /** Ctrl-C: stops the question that runs, else forgets what was begun. */
  interrupt(): void {
    if (this.#isAsking) this.#engine.interrupt();
    this.#begun = '';
  }

  /** What may stand in place of the last word of a line, and that word. */
  complete(line: string): readonly [readonly string[], string] {
    const word = /[\w.$-]*$/.exec(line)?.[0] ?? '';
    const isFirst = line.trim() === word;
    const names = [
      ...(isFirst ? [...Object.keys(COMMANDS), ...queryCatalogue().map(({ id }) => id)] : []),
      ...TABLES.map(({ name }) => name),
      ...new Set(TABLES.flatMap((table) => allColumns(table).map(({ name }) => name))),
    ];
    return [names.filter((name) => word !== '' && name.startsWith(word)), word];
  }

  async #ask(query: Query): Promise<void> {
    const declared = new Set(query.parameters.map(({ name }) => name));
    const own = Object.fromEntries(Object.entries(this.#values).filter(([name]) => declared.has(name)));
    const values = await valuesFor(query, this.#engine, this.#folder, own, this.#settings);
    this.#isAsking = true;
    try {
      await askEngine(
        this.#engine,
        query,
        values,
        { format: this.#mode, out: undefined, isRawCsv: false },
        this.#io,
      );
    } finally {
      this.#isAsking = false;
    }
  }

  async #command(text: string): Promise<ShellState> {
    const [name = '', ...rest] = text.split(/\s+/);
    const argument = rest.join(' ');
    const terminal = terminalOf(this.#io.stdout, this.#io.env);
    switch (name) {
      case '.help':
        this.#io.stdout.write(`${HELP}\n`);
        return 'ready';
      case '.tables':
        this.#io.stdout.write(renderTables(undefined, terminal));
        return 'ready';
      case '.schema':
        this.#io.stdout.write(renderTables(argument === '' ? undefined : argument, terminal));
        return 'ready';
      case '.questions':
        this.#io.stdout.write(renderQueryList(terminal, argument === '' ? undefined : argument));
        return 'ready';
      case '.param':
        this.#setParameter(argument);
        return 'ready';
      case '.mode':
        this.#mode = modeNamed(argument);
        return 'ready';
      case '.export':
        await this.#export(argument);
        return 'ready';
      case '.quit':
      case '.exit':
        return 'end';
    }
    const near = nearNames(name, Object.keys(COMMANDS));
    const hint = near.length === 0 ? '.help names all' : `did you mean ${near.join(' or ')}?`;
    throw new UsageError(`there is no command ${name}; ${hint}`);
  }

  #setParameter(text: string): void {
    const at = text.indexOf('=');
    if (text === '') {
      const lines = Object.entries(this.#values).map(([name, value]) => `${name} = ${value}`);
      this.#io.stdout.write(`${lines.length === 0 ? 'no parameter is set' : lines.join('\n')}\n`);
      return;
    }
    const name = (at < 0 ? text : text.slice(0, at)).trim();
    const { [name]: _old, ...others } = this.#values;
    this.#values = at < 0 ? others : { ...others, [name]: text.slice(at + 1).trim() };
  }

  async #export(file: string): Promise<void> {
    if (file === '') throw new UsageError('.export needs a file, such as logs.duckdb');
    await this.#engine.exportDatabase(file);
    this.#io.stderr.write(`wrote ${escapeControl(file)}; open it with: duckdb ${escapeControl(file)}\n`);
  }
}

function savedQuestion(id: string): Query {
  const ids = queryCatalogue().map((query) => query.id);
  if (ids.includes(id)) return findQuery(id);
  const near = nearNames(id, ids);
  const hint = near.length === 0 ? '.questions names all' : `did you mean ${near.join(' or ')}?`;
  throw new UsageError(`no question named ${id}; ${hint}`);
}

function modeNamed(name: string): QueryFormat {
  const mode = MODES.find((one) => one === name);
  if (mode === undefined) {
    throw new UsageError(`.mode is "${name}"; expected ${MODES.join(', ')}`);
  }
  return mode;
}

function messageLines(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n').map(escapeControl).join('\n');
}
