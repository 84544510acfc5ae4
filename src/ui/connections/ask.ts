import * as vscode from 'vscode';
import { withoutLinks } from '../tell.ts';

/** What a step of a dialogue came to: an answer, one step back, or the end of it. */
export type Answered<T> = { value: T } | 'back' | 'cancelled';

export interface TextQuestion {
  title: string;
  step?: number;
  steps?: number;
  prompt: string;
  placeholder?: string;
  value?: string;
  password?: boolean;
  /** Offers a way back to the question before. */
  back?: boolean;
  /** A sentence shown at once, such as what was wrong with the answer before. */
  complaint?: string;
  /** Says what is wrong with an answer; asked when the person accepts it, and may take its time. */
  check(value: string, token: AbortSignal): string | undefined | Promise<string | undefined>;
}

/** Asks for a line of text and stays open until the answer passes its check. */
export function askText(question: TextQuestion): Promise<Answered<string>> {
  const box = vscode.window.createInputBox();
  const abort = new AbortController();
  box.title = question.title;
  box.prompt = withoutLinks(question.prompt);
  box.value = question.value ?? '';
  box.password = question.password ?? false;
  box.ignoreFocusOut = true;
  if (question.placeholder) box.placeholder = question.placeholder;
  if (question.step !== undefined) box.step = question.step;
  if (question.steps !== undefined) box.totalSteps = question.steps;
  if (question.back) box.buttons = [vscode.QuickInputButtons.Back];
  if (question.complaint) box.validationMessage = withoutLinks(question.complaint);
  return new Promise(resolve => {
    const end = (answer: Answered<string>): void => {
      abort.abort();
      resolve(answer);
      box.dispose();
    };
    box.onDidChangeValue(() => {
      box.validationMessage = undefined;
    });
    box.onDidTriggerButton(() => end('back'));
    box.onDidHide(() => end('cancelled'));
    box.onDidAccept(async () => {
      if (box.busy) return;
      box.busy = true;
      box.enabled = false;
      const value = box.value.trim();
      const complaint = await question.check(value, abort.signal);
      if (abort.signal.aborted) return;
      if (complaint === undefined) return end({ value });
      box.busy = false;
      box.enabled = true;
      box.validationMessage = withoutLinks(complaint);
    });
    box.show();
  });
}

export interface Option<T> extends vscode.QuickPickItem {
  value: T;
}

/** Asks for one of a few things. */
export async function askChoice<T>(
  title: string,
  placeHolder: string,
  options: readonly Option<T>[],
): Promise<T | undefined> {
  return (await vscode.window.showQuickPick(options, { title, placeHolder, matchOnDescription: true }))?.value;
}
