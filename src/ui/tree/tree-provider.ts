import * as vscode from 'vscode';
import { describe } from './describe.ts';
import type { DescribeContext } from './description.ts';
import type { TreeNode } from './nodes.ts';
import { markdownOf, tooltipOf } from './tooltip.ts';
import type { TreeModel } from './tree-model.ts';

/** What `TreeDataProvider` asks for, but its event: that exists before the rest of the product is loaded. */
export interface SessionsTree {
  getChildren(parent?: TreeNode): Promise<TreeNode[]>;
  getParent(place: TreeNode): TreeNode | undefined;
  getTreeItem(place: TreeNode): vscode.TreeItem;
  resolveTreeItem(item: vscode.TreeItem, place: TreeNode): vscode.TreeItem;
}

/** Makes `TreeItem`s of descriptions. `open` holds what a person opened or closed, for rows that a filter takes away and brings back. */
export function createSessionsTree(
  model: Pick<TreeModel, 'children'>,
  context: () => DescribeContext,
  open: ReadonlyMap<string, boolean>,
): SessionsTree {
  return {
    getChildren: parent => model.children(parent),
    getParent: place => place.parent,
    getTreeItem: place => treeItem(place, context(), open.get(place.id)),
    resolveTreeItem(item, place) {
      const tooltip = tooltipOf(place.node, context());
      item.tooltip = tooltip ? new vscode.MarkdownString(markdownOf(tooltip)) : '';
      return item;
    },
  };
}

function treeItem({ id, node }: TreeNode, context: DescribeContext, open: boolean | undefined): vscode.TreeItem {
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
