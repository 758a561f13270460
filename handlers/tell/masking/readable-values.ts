/** An ARN says where something is, a secret included, and is none: whoever acts must know which one was read. Texts are cut anywhere. */
const ARN = /^arn:(?:aws[\w-]{0,16}(?::[\w/:.@+=*$,~-]{0,2048})?|aw?)?$/;
/** An access key's id: the first thing to look for. */
const ACCESS_KEY_ID = /^(?:AKIA|ASIA)[A-Z\d]{12,}$/;

/** Is a text one that whoever acts needs, whatever the name before it says? */
export function isReadable(value: string): boolean {
  return ARN.test(value) || ACCESS_KEY_ID.test(value);
}

/** Members with a form of their own, and the form: `web:1.42.0`, `harbor-token:12`. Both, or it is masked as any other. */
const FORM_OF: ReadonlyMap<string, RegExp> = new Map([
  ...['image', 'imageUri', 'containerImage'].map(
    (name) =>
      [
        name,
        /^(?:[\w-]+(?:\.[\w-]+)*(?::\d{1,5})?\/)?[\w./-]{1,255}(?::[\w.-]{1,128})?(?:@sha256:[\da-f]{64})?$/,
      ] as const,
  ),
  ...['taskDefinition', 'taskDefinitionArn', 'family'].map(
    (name) => [name, /^[\w-]{1,255}(?::\d{1,9})?$/] as const,
  ),
]);

/** Is it an image or a task definition, `registry/token-service:1.42.0`, in the member that holds one? */
export function isNameOfOne(member: string, value: string): boolean {
  return FORM_OF.get(member)?.test(value) === true;
}

const LONGEST = 640;
const ENDS_WORD = /[\s"'`,;|&<>(){}[\]=\\]/;
/** An ARN as far as it goes before a name, and an image in a registry, which has a domain. */
const REFERENCE_SO_FAR =
  /^(?:arn:aws[\w-]{0,16}:[\w-]{2,64}:|[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?::\d{1,5})?\/[\w.-])/;
/** The member that the word is the value of. */
const MEMBER_BEFORE =
  /(?:image|imageUri|containerImage|taskDefinition|taskDefinitionArn)["'\\]{0,8}\s?[:=]\s?["'\\]{0,8}$/;

/**
 * Does the word that goes on at this place name a thing, `arn:…:secret:…`, `…/token-service:1.42.0`? Looks back no
 * further than such a word is long.
 */
export function isWithinReference(text: string, at: number): boolean {
  let start = at;
  while (start > 0 && at - start < LONGEST && !ENDS_WORD.test(text[start - 1] as string)) start -= 1;
  return (
    REFERENCE_SO_FAR.test(text.slice(start, at + 1)) ||
    MEMBER_BEFORE.test(text.slice(Math.max(0, start - 48), start))
  );
}
