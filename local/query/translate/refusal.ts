/** Something that is refused, and the word of the question at which it stands. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** As the question spells it; undefined where no word stands for it. */
  readonly word: string | undefined;

  constructor(reason: string, word: string | undefined) {
    super(reason);
    this.word = word;
  }
}
