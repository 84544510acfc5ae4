import '../vscode.ts';

const { detailWords } = await import('../../../../src/ui/detail/words.ts');
const { driftReport } = await import('../../../../src/ui/documents/drift-report.ts');
const { wordProblem } = await import('../../../../src/ui/wording/problem.ts');

/** The detail's words in English. */
export const words = detailWords(problem => wordProblem(problem, 'Production'));
export { driftReport };
