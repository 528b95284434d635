/** Whether an MQTT topic filter takes a topic (MQTT 5.0 §4.7: `+` is one level, `#` all that follow). */
export function takes(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (const [at, level] of wanted.entries()) {
    if (level === '#') return true;
    if (at >= levels.length || (level !== '+' && level !== levels[at])) return false;
  }
  return wanted.length === levels.length;
}
