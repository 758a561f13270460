/** A stretch of SQL text: what a scanner must not look into, a `:name` placeholder, or anything else. */
export interface SqlPiece {
  readonly kind: 'quoted' | 'comment' | 'placeholder' | 'text';
  readonly text: string;
}

const PIECE =
  /(?<quoted>'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$))|(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<placeholder>(?<![:\w]):[a-z][a-z0-9_]*)|(?<text>[^'":/-]+|[\s\S])/gy;

/** Cuts SQL into pieces that join to the same text. Colons inside strings, names and comments are no placeholders. */
export function scanSql(sql: string): readonly SqlPiece[] {
  return Array.from(sql.matchAll(PIECE), ({ groups = {}, 0: text }) => {
    const kinds = ['quoted', 'comment', 'placeholder'] as const;
    return { kind: kinds.find((kind) => groups[kind] !== undefined) ?? 'text', text };
  });
}
