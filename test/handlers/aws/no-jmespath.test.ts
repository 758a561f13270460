import { NoJmesPathError, PowertoolsFunctions, search } from '../../../handlers/aws/no-jmespath';

test('whoever gives an expression is told at once, and where it is to be changed', () => {
  expect(() => search('detail.id')).toThrow(NoJmesPathError);
  expect(() => search('detail.id')).toThrow('handlers/bundling.ts');
  expect(new PowertoolsFunctions()).toBeDefined();
});
