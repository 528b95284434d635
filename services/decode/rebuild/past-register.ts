import type { Log } from '../../../packages/log/contract.ts';
import type { ReadUpTo } from '../../../packages/model/ending.ts';
import { FollowedRegister } from '../../../packages/register/follow-register.ts';
import type { RegisterView } from '../../../packages/register/register-view.ts';

/** The register as the commits of the past had read it (truth 3), best asked in their order. */
export class PastRegister {
  readonly #log: Log;
  #followed: FollowedRegister;

  constructor(log: Log) {
    this.#log = log;
    this.#followed = new FollowedRegister(log);
  }

  async at(read: ReadUpTo): Promise<RegisterView> {
    const { register, sessions } = this.#followed.read;
    if (read.register < register || read.sessions < sessions) this.#followed = new FollowedRegister(this.#log);
    await this.#followed.catchUp(read);
    return this.#followed.view;
  }
}
