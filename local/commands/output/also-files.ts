import { type FileForm, FORMS } from '../../render/forms/forms';
import { UsageError } from '../../terminal/usage-error';

/** A further form of the same reading, and the file that it is written to. */
export interface AlsoFile {
  readonly form: FileForm;
  readonly file: string;
}

/**
 * Reads `--also csv=story.csv`.
 *
 * @throws UsageError for a form that is none, and where no file is named
 */
export function alsoFiles({ also = [] }: { readonly also?: readonly string[] }): readonly AlsoFile[] {
  return also.map((text) => {
    const [form = '', ...rest] = text.split('=');
    const file = rest.join('=');
    if (!isFileForm(form) || file === '') {
      const allowed = Object.keys(FORMS).join(', ');
      throw new UsageError(`--also is "${text}"; give a form and a file, such as csv=story.csv (${allowed})`);
    }
    return { form, file };
  });
}

function isFileForm(form: string): form is FileForm {
  return Object.hasOwn(FORMS, form);
}
