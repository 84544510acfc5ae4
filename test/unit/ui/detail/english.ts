import { registerHooks } from 'node:module';

// Wording asks VS Code for translations; without one, English stands as written.
const STUB = `
  export const l10n = { t: (text, ...args) => text.replace(/\\{(\\d+)\\}/g, (_, i) => String(args[i])) };
  export const env = { language: 'en' };
`;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode'
      ? { url: `data:text/javascript,${encodeURIComponent(STUB)}`, shortCircuit: true }
      : next(specifier, context),
});

const { detailWords } = await import('../../../../src/ui/detail/words.ts');
const { driftReport } = await import('../../../../src/ui/documents/drift-report.ts');
const { wordProblem } = await import('../../../../src/ui/wording/problem.ts');

/** The detail's words in English. */
export const words = detailWords(problem => wordProblem(problem, 'Production'));
export { driftReport };
