import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PAYLOAD = '#include <stdio.h>\nint main(void) { puts("THROUGH"); return 0; }\n';
const LIBRARY =
  '#include <stdio.h>\n__attribute__((constructor)) static void go(void) { puts("THROUGH"); fflush(stdout); }\n';

/** What an intruder brings along: harmless programs that print THROUGH where they run. */
export interface Uploads {
  /** Shell commands that put them into the folder `$image`; the probe is put on the list. */
  readonly changes: string;
  readonly remove: () => void;
}

/** Compiles the probe, a payload and a library that runs when it is loaded. */
export function compileUploads(): Uploads {
  const folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-uploads-'));
  const at = (name: string) => path.join(folder, name);
  writeFileSync(at('through.c'), PAYLOAD);
  writeFileSync(at('library.c'), LIBRARY);
  const gcc = (...words: string[]) => execFileSync('gcc', words, { stdio: 'pipe' });
  gcc('-O1', '-static', '-pthread', '-o', at('probe'), path.join(__dirname, 'probe.c'));
  gcc('-O1', '-static', '-o', at('through'), at('through.c'));
  gcc('-O1', '-o', at('through-dynamic'), at('through.c'));
  gcc('-O1', '-shared', '-fPIC', '-o', at('through.so'), at('library.c'));
  return {
    changes: `
      for each in through through-dynamic through.so; do cp ${folder}/$each "$image/tmp/"; done
      cp ${folder}/through "$image/tmp/ls"
      [ ! -e "$image/usr/bin/ls" ] || cp "$image/usr/bin/ls" "$image/tmp/copy-of-ls"
      mkdir "$image/tmp/libraries"
      cp ${folder}/through.so "$image/tmp/libraries/libselinux.so.1"
      printf '#!/bin/sh\\necho THROUGH\\n' >"$image/tmp/script"
      printf '#!/tmp/through\\n' >"$image/tmp/strange-script"
      printf 'echo THROUGH\\n' >"$image/tmp/script.bash"
      printf 'print "THROUGH";\\n' >"$image/tmp/script.pl"
      printf 'load_module /tmp/through.so;\\nevents {}\\n' >"$image/tmp/nginx.conf"
      chmod 777 "$image"/tmp/* "$image/tmp"
      ln -s /tmp/through "$image/tmp/link"
      cp ${folder}/probe "$image/usr/bin/probe"
      printf 'program\\t%s\\talways\\t/usr/bin/probe\\n' "$(sha256sum "$image/usr/bin/probe" | cut -c 1-64)" >>"$image/opt/workload/allow-list"
    `,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
