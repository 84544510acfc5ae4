import '../vscode.ts';

const { overviewWords } = await import('../../../../src/ui/overview/words.ts');
const { overviewModel } = await import('../../../../src/ui/overview/model.ts');
const { wordProblem } = await import('../../../../src/ui/wording/problem.ts');

export const LABELS: Record<string, string> = {
  digitalSamba: 'Digital Samba',
  hyra: 'Hyra',
  placio: 'Placio',
  prplManagement: 'prplManagement',
  series: 'Series',
};

export const words = overviewWords({
  provider: id => LABELS[id] ?? id,
  connection: id => LABELS[id] ?? id,
  problem: (problem, id) => wordProblem(problem, LABELS[id] ?? id),
});
export { overviewModel };
