import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlName } from './duckdb/sql-text';
import { cutSteps, type StepText } from './translate/named-steps';
import type { TranspiledQuery } from './translate/transpile-query';

/** A step by what it works out: its text, and the steps that are read in it, by the names that they have in it. */
interface Step {
  readonly sql: string;
  readonly reads: readonly NamedStep[];
  /** Of the table that holds its rows for several questions. */
  readonly table: string;
  /** Lies so far from the tables that it is worked out by itself anyway. */
  isFar: boolean;
  /** Has a bare NULL among its columns, to which a table would give a type. */
  readonly hasUntyped: boolean;
  readonly askedBy: Set<TranspiledQuery>;
  isTable: boolean;
}

interface NamedStep {
  readonly name: string;
  readonly step: Step;
}

interface Question {
  readonly text: string;
  readonly reads: readonly NamedStep[];
}

const UNTYPED = /(?<!\()\bnull as\b/i;

/**
 * Works out once what several questions begin with. DuckDB takes as long to plan the verdict on SSH as it takes to answer
 * all other questions on a small folder, and four questions have its forty steps in common. A step is the same where its text
 * is, and all that it reads; of those the last ones that a question reads are put into tables, from its first
 * question until its last, on disk where memory does not hold them.
 */
export class SharedSteps {
  readonly #steps = new Map<string, Step>();
  readonly #questions = new Map<TranspiledQuery, Question>();
  /** How many questions to come need a table. */
  readonly #left = new Map<Step, number>();
  /** Tables that are there, on this connection. */
  readonly #made = new Set<Step>();
  #connection: DuckDBConnection | undefined;

  /** @param queries all that will be asked, of tables that stay as they are */
  constructor(queries: readonly TranspiledQuery[]) {
    for (const query of queries) {
      const question = this.#understand(query);
      if (question !== undefined) this.#questions.set(query, question);
    }
    for (const { reads } of this.#questions.values()) markTables(reads);
    for (const { reads } of this.#questions.values()) {
      for (const step of tablesFor(reads)) this.#left.set(step, (this.#left.get(step) ?? 0) + 1);
    }
  }

  #understand(query: TranspiledQuery): Question | undefined {
    const { steps, reads } = query.named;
    const cut = cutSteps(query.duckdb);
    const isUnderstood =
      steps.length > 0 &&
      steps.length === cut.steps.length &&
      steps.every(({ name }, at) => name === cut.steps[at]?.name);
    if (!isUnderstood) return undefined;
    const known = new Map<string, Step>();
    const named = (names: readonly string[]) =>
      names.flatMap((name) => {
        const step = known.get(name);
        return step === undefined ? [] : [{ name, step }];
      });
    for (const [at, text] of cut.steps.entries()) {
      const step = this.#stepOf(text, named(steps[at]?.reads ?? []));
      step.askedBy.add(query);
      known.set(text.name, step);
    }
    return { text: cut.question, reads: named(reads) };
  }

  #stepOf({ sql, isMaterialized }: StepText, reads: readonly NamedStep[]): Step {
    const key = JSON.stringify([sql, reads.map(({ name, step }) => [name, step.table])]);
    const known = this.#steps.get(key);
    if (known !== undefined) {
      known.isFar ||= isMaterialized;
      return known;
    }
    const step = {
      sql,
      reads,
      table: `step_${this.#steps.size + 1}`,
      isFar: isMaterialized,
      hasUntyped: UNTYPED.test(sql) || reads.some((read) => read.step.hasUntyped),
      askedBy: new Set<TranspiledQuery>(),
      isTable: false,
    };
    this.#steps.set(key, step);
    return step;
  }

  /**
   * Asks a question with what others have worked out in its place; as it is where it shares nothing, and where that fails, so
   * that what is told of it is told of its own text.
   */
  async ask<T>(
    connection: DuckDBConnection,
    query: TranspiledQuery,
    ask: (query: TranspiledQuery) => Promise<T>,
    isStopped: () => boolean,
  ): Promise<T> {
    const question = this.#questions.get(query);
    const tables = tablesFor(question?.reads ?? []);
    if (question === undefined || tables.length === 0) return await ask(query);
    try {
      await this.#make(connection, tables);
      return await ask({ ...query, duckdb: `${withSteps(question.reads)}${question.text}` });
    } catch (error) {
      if (isStopped()) throw error;
      await this.#drop(tables);
      return await ask(query);
    } finally {
      for (const step of tables) this.#left.set(step, (this.#left.get(step) ?? 0) - 1);
      await this.#drop(tables.filter((step) => (this.#left.get(step) ?? 0) <= 0));
    }
  }

  async #make(connection: DuckDBConnection, tables: readonly Step[]): Promise<void> {
    // Another connection is one to another, empty DuckDB.
    if (connection !== this.#connection) this.#made.clear();
    this.#connection = connection;
    for (const step of tables) {
      if (this.#made.has(step)) continue;
      await connection.run(
        `CREATE OR REPLACE TEMP TABLE ${step.table} AS ${withSteps(step.reads)} SELECT * FROM (${step.sql}\n)`,
      );
      this.#made.add(step);
    }
  }

  /** What is not dropped is overwritten or goes with DuckDB. */
  async #drop(tables: readonly Step[]): Promise<void> {
    for (const step of tables) {
      if (!this.#made.delete(step)) continue;
      await this.#connection?.run(`DROP TABLE IF EXISTS ${step.table}`).catch(() => undefined);
    }
  }
}

/** Tables are the last shared steps on each way from the beginning to a question. */
function markTables(reads: readonly NamedStep[]): void {
  for (const { step } of reads) {
    step.isTable ||= step.isFar && !step.hasUntyped && step.askedBy.size > 1;
    if (!step.isTable) markTables(step.reads);
  }
}

/** The tables that have to be there for what reads these, those first that others are made from. */
function tablesFor(reads: readonly NamedStep[]): readonly Step[] {
  const tables = new Set<Step>();
  const seen = new Set<Step>();
  const add = ({ step }: NamedStep) => {
    if (seen.has(step)) return;
    seen.add(step);
    step.reads.forEach(add);
    if (step.isTable) tables.add(step);
  };
  reads.forEach(add);
  return [...tables];
}

/** The WITH of what reads these steps. */
function withSteps(reads: readonly NamedStep[]): string {
  const steps = new Map<string, string>();
  const add = ({ name, step }: NamedStep) => {
    if (steps.has(name)) return;
    if (!step.isTable) step.reads.forEach(add);
    const sql = step.isTable ? `SELECT * FROM ${step.table}` : step.sql;
    steps.set(name, `${sqlName(name)} AS ${step.isFar && !step.isTable ? 'MATERIALIZED ' : ''}(${sql}\n)`);
  };
  reads.forEach(add);
  return steps.size === 0 ? '' : `WITH ${[...steps.values()].join(',\n')}\n`;
}
