/** A wrong setting: one line that says which, what it got (of a secret: type and length) and what it wants. */
export class WrongSetting extends Error {
  override readonly name = 'WrongSetting';
}
