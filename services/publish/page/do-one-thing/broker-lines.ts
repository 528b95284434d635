/** What a reader says of their own broker. */
export interface OwnBroker {
  /** `mqtts://host`, or the host alone. */
  readonly address: string;
  readonly username: string;
}

/**
 * The four lines of vigie.yaml that connect it. The data folder is another one: a simulated city's never becomes a real one.
 * Texts are quoted as JSON, which is YAML too.
 */
export function brokerLines({ address, username }: OwnBroker): string {
  const broker = `{ url: ${JSON.stringify(brokerUrl(address))}, username: ${JSON.stringify(username.trim())}, passwordFile: secrets/broker-password }`;
  return ['dataFolder: data-city', 'ingest:', '  sources:', `    - { name: city, stream: frames, broker: ${broker} }`].join('\n');
}

/** Encrypted, unless the reader says otherwise. */
function brokerUrl(address: string): string {
  const text = address.trim();
  return /^(mqtts?|wss?):\/\//.test(text) ? text : `mqtts://${text}`;
}
