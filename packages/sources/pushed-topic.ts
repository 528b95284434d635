const root = 'push';

/**
 * The topic of a message that a network server pushed over HTTP: what it names is the source, not the device.
 * @param rest what the server appended to the address it was given, such as `dataUp`; may be empty
 */
export function pushedTopic(source: string, rest: string): string {
  return rest === '' ? `${root}/${source}` : `${root}/${source}/${rest}`;
}

export const isPushed = (topic: string): boolean => topic.startsWith(`${root}/`);
