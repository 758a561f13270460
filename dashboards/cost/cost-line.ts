/** One line of a bill. */
export interface CostLine {
  readonly what: string;
  readonly dollars: number;
}
