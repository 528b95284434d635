import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from '../../deploy/servers/run-tool.ts';

/** Files of a certificate and of its key. */
export interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
}

/** An authority of a test's own, made by openssl: keys on the curve P-256, a day's life. */
export class Authority {
  readonly #folder: string;
  readonly #name: string;
  readonly caFile: string;

  private constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#name = name;
    this.caFile = join(folder, `${name}.crt`);
  }

  static async found(folder: string, name: string): Promise<Authority> {
    const authority = new Authority(folder, name);
    await authority.#openssl('req', '-x509', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.crt`, '-subj', `/CN=${name}`);
    return authority;
  }

  /** @param name of a server, as its clients look for it; of a client, as the broker calls its user */
  async issue(name: string): Promise<Certificate> {
    const [key, request, extensions, certificate] = ['key', 'csr', 'ext', 'crt'].map((ending) => `${name}.${ending}`) as [
      string,
      string,
      string,
      string,
    ];
    await this.#openssl('req', ...newKey, '-keyout', key, '-out', request, '-subj', `/CN=${name}`);
    await writeFile(join(this.#folder, extensions), `subjectAltName=DNS:${name}\n`);
    const signed = ['-CA', `${this.#name}.crt`, '-CAkey', `${this.#name}.key`, '-CAcreateserial', '-extfile', extensions];
    await this.#openssl('x509', '-req', '-in', request, '-out', certificate, '-days', '1', ...signed);
    return { certFile: join(this.#folder, certificate), keyFile: join(this.#folder, key) };
  }

  async #openssl(...parameters: string[]): Promise<void> {
    await runTool('openssl', parameters, { cwd: this.#folder, from: 'apt-get install openssl' });
  }
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
