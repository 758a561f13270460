/** The answers of the local engine are those of Athena; what they are made of stands with the questions. */
export { type CellValue, collectRows, type QueryResult, type ResultColumn } from '../queries/query-result';
