import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** Everything by which an extension can ask a person something. */
const ASKING = [
  'showInputBox',
  'showQuickPick',
  'createInputBox',
  'createQuickPick',
  'showOpenDialog',
  'showSaveDialog',
  'showWorkspaceFolderPick',
] as const;

/** Puts others in the place of functions of `vscode.window`, which this suite shares with the extension, for one run. */
export async function withWindow<T>(others: Readonly<Record<string, unknown>>, run: () => Promise<T>): Promise<T> {
  const before = Object.keys(others).map(name => [name, Reflect.get(vscode.window, name)] as const);
  Object.assign(vscode.window, others);
  try {
    return await run();
  } finally {
    for (const [name, value] of before) Reflect.set(vscode.window, name, value);
  }
}

/** Runs something that must not ask; fails when it does, since nobody is there to answer. */
export function unasked<T>(run: () => Promise<T>): Promise<T> {
  const asks = Object.fromEntries(
    ASKING.map(name => [
      name,
      () => {
        throw new assert.AssertionError({ message: `asked by ${name}` });
      },
    ]),
  );
  return withWindow(asks, run);
}

/** What a person saw at one input box. */
export interface SeenBox {
  title: string | undefined;
  prompt: string | undefined;
  password: boolean;
  /** What was said of each answer that was not taken. */
  complaints: string[];
}

/**
 * Types into the input boxes that open meanwhile, one answer after the other, and presses Enter. The boxes are VS Code's own and
 * so is Enter; only the letters are set instead of typed. An answer that is complained about is followed by the next one
 * at the same box; without a next one the person presses Escape.
 */
export async function typing(answers: readonly string[], run: () => Thenable<unknown>): Promise<SeenBox[]> {
  const left = [...answers];
  const seen: SeenBox[] = [];
  const create = vscode.window.createInputBox;
  const createInputBox = (): vscode.InputBox => {
    const box = create();
    const note: SeenBox = { title: undefined, prompt: undefined, password: false, complaints: [] };
    seen.push(note);
    const answer = (): void => {
      const text = left.shift();
      if (text === undefined) box.hide();
      else box.value = text;
    };
    const accept = (): Thenable<unknown> =>
      vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    onSet(box, 'validationMessage', complaint => {
      if (complaint === undefined || complaint === '') return;
      note.complaints.push(typeof complaint === 'string' ? complaint : complaint.message);
      // The extension is not done with the answer yet, and refuses another one until it is.
      queueMicrotask(() => {
        if (left.length === 0) return box.hide();
        answer();
        void accept();
      });
    });
    const show = box.show.bind(box);
    box.show = () => {
      Object.assign(note, { title: box.title, prompt: box.prompt, password: box.password });
      answer();
      show();
      void accept();
    };
    return box;
  };
  await withWindow({ createInputBox }, async () => run());
  return seen;
}

function onSet<T extends object, K extends keyof T & string>(target: T, name: K, hear: (value: T[K]) => void): void {
  let owner: object | null = target;
  while (owner && !Object.getOwnPropertyDescriptor(owner, name)) owner = Object.getPrototypeOf(owner);
  const own = owner && Object.getOwnPropertyDescriptor(owner, name);
  if (!own?.get || !own.set) throw new Error(`${name} is no accessor`);
  const { get, set } = own;
  Object.defineProperty(target, name, {
    get: () => get.call(target),
    set(value: T[K]) {
      set.call(target, value);
      hear(value);
    },
  });
}
