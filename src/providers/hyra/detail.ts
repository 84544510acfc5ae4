import type { Attendance, DetailRecord, Fact, Roster, Slot } from '../../session/detail.ts';
import { given } from '../../session/given.ts';
import type { SessionRecord } from '../../session/session.ts';
import { factsOf } from '../facts.ts';
import { fields, id, list, number, text } from '../lenient.ts';
import { subHosts } from './read.ts';

/** Hyra has no call for one session: its detail is the event of the list, and what the answer said of the key. */
export function detailOf({ session, raw }: SessionRecord, about: unknown): DetailRecord {
  const event = fields(raw);
  const rosters = list(event.servers).map(server => roster(server, event));
  // Without a server nobody can sign up yet; the places that the schedule offers are shown as vacant ones.
  if (rosters.length === 0 && list(event.polyfill).length > 0)
    rosters.push({ name: 'polyfill', hosts: [], groups: groupsOf(event.polyfill) });
  const people = rosters.flatMap(({ groups }) => groups.flatMap(group => group.slots.flatMap(attendance)));
  return {
    detail: { ...session, metrics: [], people, checks: [], raw },
    facts: [
      ...factsOf('schedule', event.schedule, '', new Set(['_id', 'name'])),
      ...factsOf('session', { createdAt: event.createdAt, updatedAt: event.updatedAt }),
      ...serverFacts(event.servers),
      ...factsOf('permissions', about),
    ],
    rosters,
  };
}

function roster(server: unknown, event: Parameters<typeof subHosts>[0]): Roster {
  const serverId = id(fields(server)._id);
  const hosts = subHosts(event).filter(each => each.serverId === serverId);
  return {
    name: text(fields(server).name) ?? serverId ?? '',
    hosts: hosts.map(({ person: { id, name } }) => given({ id, name })),
    groups: groupsOf(fields(server).groups),
  };
}

function groupsOf(groups: unknown): Roster['groups'] {
  return list(groups).map(group => {
    const { name, priority, roles } = fields(group);
    return given({
      name: text(name) ?? '',
      priority: number(priority),
      permissions: [],
      slots: list(roles).map(slotOf),
    });
  });
}

function slotOf(place: unknown): Slot {
  const role = text(fields(place).name);
  const holder = id(fields(place).user_id);
  return given({ role, person: holder === undefined ? undefined : { id: holder } });
}

function attendance({ role, person }: Slot): Attendance[] {
  return person ? [given({ ...person, role })] : [];
}

function serverFacts(servers: unknown): Fact[] {
  return list(servers).flatMap((server, at) => {
    const { status, created_by } = fields(server);
    return factsOf('servers', { status, created_by }, `servers[${at}]`);
  });
}
