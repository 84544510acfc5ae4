import * as vscode from 'vscode';
import { describe } from './describe.ts';
import type { DescribeContext } from './description.ts';
import { type Tooltip, tooltipOf } from './tooltip.ts';
import type { Changed, Element, TreeModel } from './tree-model.ts';

export interface SessionsTree extends vscode.TreeDataProvider<Element>, vscode.Disposable {
  changed(changed: Changed): void;
  /** Remembers what a person opened or closed, for rows that a filter takes away and brings back. */
  expanded(element: Element, open: boolean): void;
}

/** Makes `TreeItem`s of descriptions; knows nothing else. */
export function createSessionsTree(model: Pick<TreeModel, 'children'>, context: () => DescribeContext): SessionsTree {
  const changes = new vscode.EventEmitter<Element[] | undefined>();
  const open = new Map<string, boolean>();
  return {
    onDidChangeTreeData: changes.event,
    getChildren: parent => model.children(parent),
    getParent: element => element.parent,
    getTreeItem: element => treeItem(element, context(), open.get(element.id)),
    resolveTreeItem(item, element) {
      const tooltip = tooltipOf(element.node, context());
      item.tooltip = tooltip ? markdown(tooltip) : '';
      return item;
    },
    changed: changed => changes.fire(changed === 'all' ? undefined : [...changed]),
    expanded: (element, isOpen) => void open.set(element.id, isOpen),
    dispose: () => changes.dispose(),
  };
}

function treeItem({ id, node }: Element, context: DescribeContext, open: boolean | undefined): vscode.TreeItem {
  const { label, description, icon, tags, collapsible, command, accessibilityLabel } = describe(node, context);
  const item = new vscode.TreeItem(label, stateOf(collapsible, open));
  item.id = id;
  item.iconPath = new vscode.ThemeIcon(icon.codicon, icon.color ? new vscode.ThemeColor(icon.color) : undefined);
  item.contextValue = tags.join('+');
  item.accessibilityInformation = { label: accessibilityLabel };
  if (description !== undefined) item.description = description;
  if (command) item.command = { command: command.id, title: label, arguments: [...command.arguments] };
  return item;
}

function stateOf(collapsible: 'none' | 'collapsed' | 'expanded', open: boolean | undefined) {
  if (collapsible === 'none') return vscode.TreeItemCollapsibleState.None;
  return (open ?? collapsible === 'expanded')
    ? vscode.TreeItemCollapsibleState.Expanded
    : vscode.TreeItemCollapsibleState.Collapsed;
}

/** Text of services goes in as text, and the result is trusted with nothing. */
function markdown({ heading, lines }: Tooltip): vscode.MarkdownString {
  const made = new vscode.MarkdownString();
  made.appendMarkdown('**').appendText(heading).appendMarkdown('**\n\n');
  for (const { name, text } of lines) {
    made.appendText(name === undefined ? text : `${name}: ${text}`).appendMarkdown('  \n');
  }
  return made;
}
