/** The running InfluxDB of these tests, with a token that may do everything. */
export function place(): { url: string; org: string; token: string } {
  const [url, org, token] = ['URL', 'ORG', 'TOKEN'].map((name) => process.env[`VIGIE_TEST_INFLUX_${name}`] ?? '') as [
    string,
    string,
    string,
  ];
  return { url, org, token };
}

/** Asks the server's own HTTP API. */
export async function ask(method: string, path: string, body?: string): Promise<string> {
  const { url, token } = place();
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Token ${token}` },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`InfluxDB answers ${method} ${path} with ${response.status}: ${text}`);
  return text;
}

/** A bucket of its own, empty. @param seconds what it keeps; 0: for ever. */
export async function freshBucket(name: string, seconds = 0): Promise<{ name: string; id: string; remove(): Promise<void> }> {
  const { orgs } = JSON.parse(await ask('GET', `/api/v2/orgs?org=${place().org}`)) as { orgs: { id: string }[] };
  const retentionRules = seconds === 0 ? [] : [{ type: 'expire', everySeconds: seconds }];
  const { id } = JSON.parse(await ask('POST', '/api/v2/buckets', JSON.stringify({ orgID: orgs[0]?.id, name, retentionRules }))) as {
    id: string;
  };
  return { name, id, remove: async () => void (await ask('DELETE', `/api/v2/buckets/${id}`)) };
}
