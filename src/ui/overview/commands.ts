import type { Commands } from '../commands.ts';
import type { OverviewPanel } from './panel.ts';

export const overviewCommands = (overview: Pick<OverviewPanel, 'open'>): Commands => ({
  openOverview: () => overview.open(),
});
