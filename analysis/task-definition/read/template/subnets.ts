import { textOf } from '../fields';
import { type ResolvedTemplate, referredId } from './resolve-template';

/**
 * Whether subnets have a route to an internet gateway: `public` if any has, `private` if the template makes all of
 * them and none has; undefined where some are made elsewhere or none is named.
 */
export function subnetsOf(
  subnets: readonly string[],
  { resources }: ResolvedTemplate,
): 'public' | 'private' | undefined {
  const ids = subnets.map(referredId);
  const isMadeHere = (id: string | undefined) =>
    id !== undefined && resources.get(id)?.type === 'AWS::EC2::Subnet';
  const withGateway = publicSubnets({ resources });
  if (ids.some((id) => id !== undefined && withGateway.has(id))) return 'public';
  return ids.length > 0 && ids.every(isMadeHere) ? 'private' : undefined;
}

/** Subnets whose route table has a route with a GatewayId, which is an internet or a virtual private gateway. */
function publicSubnets({ resources }: ResolvedTemplate): ReadonlySet<string> {
  const all = [...resources.values()];
  const tables = new Set(
    all
      .filter(
        ({ type, properties }) =>
          type === 'AWS::EC2::Route' && isInternetGateway(textOf(properties, 'gatewayId')),
      )
      .map(({ properties }) => referredId(textOf(properties, 'routeTableId'))),
  );
  function isInternetGateway(gateway: string | undefined): boolean {
    if (gateway === undefined) return false;
    const id = referredId(gateway);
    return id === undefined || resources.get(id)?.type !== 'AWS::EC2::VPNGateway';
  }
  return new Set(
    all
      .filter(({ type }) => type === 'AWS::EC2::SubnetRouteTableAssociation')
      .filter(({ properties }) => tables.has(referredId(textOf(properties, 'routeTableId'))))
      .map(({ properties }) => referredId(textOf(properties, 'subnetId')))
      .filter((id) => id !== undefined),
  );
}
