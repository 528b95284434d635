/** Every event of register, named once. */
export const events = {
  imported: 'register.table.imported',
  refused: 'register.row.refused',
  resent: 'register.message.resent',
  swept: 'register.log.swept',
} as const;
