import { IPv4, IPv6 } from 'ipaddr.js';

/** Is the text an IPv4 address in four decimal parts, or an IPv6 address? `12345` and names are neither. */
export function isIpAddress(text: string): boolean {
  return IPv4.isValidFourPartDecimal(text) || (text.includes(':') && IPv6.isValid(text));
}
