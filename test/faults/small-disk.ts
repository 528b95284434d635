import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const ballast = 'ballast';
const brick = Buffer.alloc(64 * 1024);

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

  /** Leaves so many bytes free, or a little less. Brick by brick, because somebody else is writing here meanwhile. */
  fill(free: number): void {
    while (this.#free() >= free + brick.length) appendFileSync(join(this.folder, ballast), brick);
  }

  relieve(): void {
    rmSync(join(this.folder, ballast));
  }

  unmount(): void {
    // Lazily: whoever still has a file open there keeps it until it ends, and nobody else finds it.
    execFileSync('umount', ['--lazy', this.folder]);
  }

  #free(): number {
    const { bavail, bsize } = statfsSync(this.folder);
    return bavail * bsize;
  }
}
