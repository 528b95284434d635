import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ballast = 'ballast';

/** A small file system of its own, which can be filled and relieved. Mounting wants root. */
export class SmallDisk {
  readonly folder: string;

  constructor(folder: string, megabytes: number) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'vigie-test', folder], { stdio: 'pipe' });
    } catch (cause) {
      throw new Error('The disk-full fault mounts a small file system, which wants root. Run it as root, or leave it out with --no-disk.', {
        cause,
      });
    }
  }

  /** Leaves so many bytes free. */
  fill(free: number): void {
    const { bavail, bsize } = statfsSync(this.folder);
    writeFileSync(join(this.folder, ballast), Buffer.alloc(Math.max(0, bavail * bsize - free)));
  }

  relieve(): void {
    rmSync(join(this.folder, ballast));
  }

  unmount(): void {
    execFileSync('umount', [this.folder]);
  }
}
