import { isIpAddress } from '../../analysis/is-ip-address';
import type { OcsfObject } from './ocsf-object';

/** An address as an OCSF network endpoint; what is no IP address (`ecs.amazonaws.com`) is its name. */
export function toEndpoint(address: string, port?: number): OcsfObject {
  return {
    ...(isIpAddress(address) ? { ip: address } : { name: address }),
    ...(port !== undefined && { port }),
  };
}
