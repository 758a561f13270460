/** A resource of a synthesized template, as far as limits look at it. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** A synthesized template. */
export interface Template {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What CloudFormation fills in, at its longest: the region `ap-southeast-1`, the partition `aws-us-gov`. */
const FILLED_IN: Readonly<Record<string, string>> = {
  'AWS::Region': 'ap-southeast-1',
  'AWS::Partition': 'aws-us-gov',
  'AWS::AccountId': '111122223333',
  'AWS::URLSuffix': 'amazonaws.com.cn',
};
/** Names that CloudFormation makes up have 64 characters at most, ARNs are about twice as long. */
const UNKNOWN_NAME = '?'.repeat(64);
const UNKNOWN_ARN = '?'.repeat(120);

/**
 * A value of a template as text, with what only a deployment knows as long as it may get.
 *
 * @example textOf({ 'Fn::Join': ['-', ['harborwatch', { Ref: 'AWS::Region' }]] }) // 'harborwatch-ap-southeast-1'
 */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const filled = filledIn(value);
  return typeof filled === 'string' ? filled : (JSON.stringify(filled) ?? '');
}

/** The same of a value that may be an object, such as a policy: a copy with texts where references were. */
export function filledIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filledIn);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[name, inner] = ['', undefined]] = entries;
  if (entries.length === 1) {
    switch (name) {
      case 'Ref':
        return FILLED_IN[String(inner)] ?? UNKNOWN_NAME;
      case 'Fn::GetAtt':
      case 'Fn::ImportValue':
      case 'Fn::FindInMap':
        return UNKNOWN_ARN;
      case 'Fn::Join': {
        const [separator, items] = inner as readonly [string, readonly unknown[]];
        return Array.isArray(items) ? items.map(textOf).join(separator) : UNKNOWN_ARN;
      }
      case 'Fn::Select':
      case 'Fn::Sub':
      case 'Fn::If':
        return UNKNOWN_ARN;
      default:
        break;
    }
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, filledIn(item)]));
}
