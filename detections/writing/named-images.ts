import type { TrailCall } from '../../analysis/trail/trail-call';
import { on } from './trail-rules';

/** The calls that say which images run. */
export const IMAGE_CALLS = on(
  'ecs',
  'RegisterTaskDefinition',
  'RegisterDaemonTaskDefinition',
  'CreateExpressGatewayService',
  'UpdateExpressGatewayService',
);

/** The images that one of them names, of every container, sidecars too. */
export function imagesNamed(call: TrailCall): readonly string[] {
  return [...call.texts('containerDefinitions[].image'), ...call.texts('primaryContainer.image')];
}
