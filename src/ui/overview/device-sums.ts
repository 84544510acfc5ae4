import type { Metric } from '../../session/detail.ts';

export const DEVICES = ['desktop', 'mobile', 'tablet', 'smarttv'] as const;
export type Device = (typeof DEVICES)[number];

/** What one session, or several, tell of each device. Absent: not reported by any of them. */
export type DeviceFigures = Record<Device, { minutes?: number; people?: number }>;

/** The figures of one session out of Digital Samba's metrics. */
export const figuresIn = (metrics: readonly Metric[]): DeviceFigures => {
  const told = new Map(metrics.map(({ name, value }) => [name, value]));
  return eachDevice(device => {
    const minutes = told.get(`${device}_participation_minutes`);
    const people = told.get(`${device}_participants`);
    return { ...(minutes === undefined ? {} : { minutes }), ...(people === undefined ? {} : { people }) };
  });
};

/** The sums over sessions; what none of them reports stays absent. */
export const summed = (sessions: Iterable<DeviceFigures>): DeviceFigures => {
  const sums = eachDevice(() => ({}));
  for (const session of sessions)
    for (const device of DEVICES) {
      const { minutes, people } = session[device];
      if (minutes !== undefined) sums[device].minutes = (sums[device].minutes ?? 0) + minutes;
      if (people !== undefined) sums[device].people = (sums[device].people ?? 0) + people;
    }
  return sums;
};

const eachDevice = (figures: (device: Device) => DeviceFigures[Device]): DeviceFigures => ({
  desktop: figures('desktop'),
  mobile: figures('mobile'),
  tablet: figures('tablet'),
  smarttv: figures('smarttv'),
});
