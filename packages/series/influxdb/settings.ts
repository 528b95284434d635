/** Where one plane's series lie. Each plane has a bucket and a token of its own: the token may read and write that bucket, and nothing more. */
export interface InfluxSettings {
  /** e.g. `http://influxdb:8086`. */
  readonly url: string;
  readonly org: string;
  readonly bucket: string;
  readonly token: string;
}
