import '../vscode.ts';

const words = await import('../../../../src/ui/compare/words.ts');
const { compareModel } = await import('../../../../src/ui/compare/model.ts');
const { wordProblem } = await import('../../../../src/ui/wording/problem.ts');

export const compareWords = words.compareWords(problem => wordProblem(problem, 'Production'));
export { compareModel };
