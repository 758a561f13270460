/** Code and style of the page, as they go into it. */
export interface PageText {
  readonly script: string;
  readonly style: string;
}
