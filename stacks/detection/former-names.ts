import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type CustomFolder, describePlace } from '../../deployment/custom-folder';
import { formerIdsIn } from '../../deployment/silences';
import { fromText } from '../config/from-text';

/**
 * Says at synth which settings name a detection by its former id, and what else is to be known of the folder of own
 * detections; all of it is followed.
 */
export function tellOfSettings(scope: Construct, custom: CustomFolder | undefined): void {
  const given = (key: string): unknown => fromText(scope.node.tryGetContext(key));
  const renamed = formerIdsIn({ suppressions: given('suppressions'), muteWindows: given('muteWindows') });
  const notes = custom === undefined ? [] : custom.notes.map((note) => describePlace(custom.folder, note));
  for (const [index, note] of [...renamed, ...notes].entries()) {
    Annotations.of(scope).addInfoV2(`harborwatch:Settings${index + 1}`, note);
  }
}
