const here = import.meta.url;

/** The compiled `box-worker`: beside this file in the build, in the build's folder when the sources run (tests). */
export const workerFile = new URL(
  here.includes('/dist/packages/codec/') ? './box-worker.js' : '../../dist/packages/codec/box-worker.js',
  here,
);
