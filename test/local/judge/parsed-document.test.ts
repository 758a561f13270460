import { parseDocuments, UnparsableDocumentError } from '../../../local/judge/parsed-document';

const TEMPLATE = `# a comment first
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      TaskRoleArn: !GetAtt Role.Arn
      ContainerDefinitions:
        - &web
          Name: web
          Image: !Sub '\${AWS::AccountId}.dkr.ecr.eu-west-1.amazonaws.com/web:1'
          User: !If [IsRoot, root, !Ref AWS::NoValue]
        - *web
`;

test("CloudFormation's short forms mean their long ones", () => {
  const [document] = parseDocuments(TEMPLATE);
  const web = {
    Name: 'web',
    Image: { 'Fn::Sub': `\${AWS::AccountId}.dkr.ecr.eu-west-1.amazonaws.com/web:1` },
    User: { 'Fn::If': ['IsRoot', 'root', { Ref: 'AWS::NoValue' }] },
  };
  expect(document?.value).toEqual({
    Resources: {
      Task: {
        Type: 'AWS::ECS::TaskDefinition',
        Properties: { TaskRoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] }, ContainerDefinitions: [web, web] },
      },
    },
  });
});

test('a place has a line, in either spelling, and what is absent has that of what encloses it', () => {
  const [document] = parseDocuments(TEMPLATE);
  const properties = ['Resources', 'Task', 'Properties'];
  expect(document?.lineOf([...properties, 'containerDefinitions', 0, 'user'])).toBe(11);
  expect(document?.lineOf([...properties, 'containerDefinitions', 0, 'logConfiguration'])).toBe(9);
  expect(document?.lineOf([])).toBe(2);
});

test('JSON has lines too, with tabs and a byte order mark', () => {
  const [document] = parseDocuments('\ufeff{\n\t"containerDefinitions": [\n\t\t{"name": "web"}\n\t]\n}');
  expect(document?.value).toEqual({ containerDefinitions: [{ name: 'web' }] });
  expect(document?.lineOf(['containerDefinitions', 0])).toBe(3);
});

test('records one a line are documents of their own', () => {
  const documents = parseDocuments('{"eventName":"A"}\n\n{"eventName":"B"}\n');
  expect(documents.map(({ lineOf }) => lineOf(['x']))).toEqual([1, 3]);
});

test('what is neither JSON nor YAML is refused with what and where', () => {
  expect(() => parseDocuments('{"containerDefinitions": [')).toThrow(UnparsableDocumentError);
  expect(() => parseDocuments('a: 1\nb: [1\nc: 2')).toThrow(/^not YAML: .*line 3/);
});

test('a few lines that stand for billions of values are refused, not unfolded', () => {
  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
  for (const [before, name] of [...'ab', ...'bc', ...'cd', ...'de', ...'ef', ...'fg', ...'gh']
    .join('')
    .match(/../g)
    ?.map((pair) => [...pair]) ?? []) {
    bomb.push(`${name}: &${name} [${new Array(9).fill(`*${before}`).join(',')}]`);
  }
  expect(() => parseDocuments(bomb.join('\n'))).toThrow('more than 1000000 values');
});
