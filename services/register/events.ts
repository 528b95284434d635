/** Every event of register, named once. */
export const events = {
  imported: 'register.table.imported',
  refused: 'register.row.refused',
  resent: 'register.message.resent',
  sessionsAsked: 'register.session.asked',
  sessionRefused: 'register.session.refused',
  serverSilent: 'register.server.silent',
  inventoryImported: 'register.inventory.imported',
  rotated: 'register.master_key.rotated',
  destroyed: 'register.keys.destroyed',
  swept: 'register.log.swept',
} as const;
