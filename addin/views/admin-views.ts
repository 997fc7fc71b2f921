export { DashboardMailboxes } from './DashboardMailboxes.tsx';
export { DashboardOrganisation } from './DashboardOrganisation.tsx';
export { DashboardPlans } from './DashboardPlans.tsx';
