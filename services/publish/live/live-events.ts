import type { Ending } from '../../../packages/model/ending.ts';
import type { Quarantined } from '../../../packages/model/quarantined.ts';
import type { Reading } from '../../../packages/model/reading.ts';
import type { Window } from '../../../packages/model/window.ts';
import { isoTime } from '../iso-time.ts';
import { observation } from '../observation.ts';
import type { OpenPlane } from '../open-plane.ts';
import { publishedWindow } from '../published-window.ts';
import type { LiveEvent } from './live-event.ts';
import type { Receptions } from './receptions.ts';
import { refusedMessage } from './refused-message.ts';
import type { Round } from './round.ts';

/** What of a round may be told to anyone: of readings and windows those of the open plane (truth 10). */
export function liveEvents(round: Round, plane: OpenPlane, receptions: Receptions): LiveEvent[] {
  return [
    ...round.readings.flatMap((reading) => observationEvent(reading, plane, receptions)),
    ...round.endings.flatMap((ending) => (ending.corrects ? [] : [endingEvent(ending, receptions)])),
    ...round.quarantined.flatMap((one) => refusedEvent(one, plane)),
    ...round.windows.flatMap((window) => windowEvent(window, plane)),
  ];
}

function observationEvent(reading: Reading, { datastreams }: OpenPlane, receptions: Receptions): LiveEvent[] {
  const datastream = datastreams.get(reading.datastream);
  if (!datastream) return [];
  const data = { ...observation({ reading, datastream }), message: reading.message, gateways: receptions.gatewaysOf(reading.frame) };
  return [{ name: 'observation', about: aboutOf(datastream), data }];
}

/** No identifier of a device or a person is in an ending (truth 2). */
function endingEvent(ending: Ending, receptions: Receptions): LiveEvent {
  const data = {
    message: ending.id,
    receivedTime: isoTime(ending.receivedTime),
    ending: ending.ending,
    reason: ending.ending === 'quarantined' ? ending.reason : null,
    plane: ending.plane,
    of: ending.ending === 'duplicate' ? ending.of : null,
    gateways: receptions.gatewaysOfMessage(ending.id),
  };
  return { name: 'ending', data };
}

function refusedEvent(one: Quarantined, plane: OpenPlane): LiveEvent[] {
  return one.what === 'message' && isShown(one, plane) ? [{ name: 'refused', data: refusedMessage(one) }] : [];
}

/** Of a device that ever was at a person's place no bytes are shown, not even in an invented city (truth 10). */
export function isShown({ device }: { readonly device?: string | undefined }, { closedDevices }: OpenPlane): boolean {
  return device === undefined || !closedDevices.has(device);
}

function windowEvent(window: Window, { datastreams }: OpenPlane): LiveEvent[] {
  const datastream = datastreams.get(window.datastream);
  return datastream ? [{ name: 'window', about: aboutOf(datastream), data: publishedWindow(window, datastream) }] : [];
}

const aboutOf = ({ id, site, quantity }: { id: string; site: string; quantity: string }) => ({ datastream: id, site, quantity });
