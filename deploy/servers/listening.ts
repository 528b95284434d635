import { once } from 'node:events';
import { connect } from 'node:net';

/** Whether somebody listens on a port of this machine. */
export async function listening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const open = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false)]).catch(() => false);
  socket.destroy();
  return open;
}
