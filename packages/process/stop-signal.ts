const signals = ['SIGTERM', 'SIGINT'] as const;

/** Resolves when the process is asked to stop. Whoever asks a second time is not kept waiting: then the system ends the process. */
export function stopSignal(): Promise<void> {
  return new Promise((asked) => {
    const stop = () => {
      for (const signal of signals) process.off(signal, stop);
      asked();
    };
    for (const signal of signals) process.on(signal, stop);
  });
}
