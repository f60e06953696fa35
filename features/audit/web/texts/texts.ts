import { catalogue } from '@e-code/kernel/web';

export const t = catalogue('audit', {
  address: 'Address',
  agent: 'Browser',
  allEvents: 'All events',
  download: 'Download',
  empty: 'Nothing has happened yet',
  emptyWhy: 'Sign-ins, changes of projects and of roles, and what the platform does by itself appear here.',
  event: 'Event',
  failed: 'The audit trail could not be loaded',
  filterEvent: 'Which events',
  more: 'Show more',
  noMatch: 'Nothing matches',
  noMatchWhy: 'Events, addresses and what an event carries are searched.',
  payload: 'What the event carries',
  search: 'Search the trail',
  time: 'Time',
  title: 'Audit',
  trailHint: 'Everything that changes something, in order. Entries cannot be changed or removed.',
  visitor: 'Visitor',
  what: 'What',
  who: 'Who',
});
