/**
 * Dragino LHT65N on port 2 (TS013 `decodeUplink`), 11 bytes, big-endian: battery (status in the upper 2 bits, then mV), temperature (0.01 °C),
 * humidity (0.1 %), a byte that says what follows, and 4 bytes of the external sensor.
 */

var length = 11;
/** The lower half of byte 6, where the first 6 bytes are as described: nothing is plugged in, or a temperature probe (DS18B20, TMP117). */
var withoutProbe = 0;
var probes = [1, 2];
/** The upper bits of byte 6: records of earlier hours, asked for or sent again, whose bytes mean something else. */
var ofTheLog = 0xc0;
/** What stands for a probe that is not there. */
var absent = 32767;

function refused(error) {
  return { errors: [error] };
}

function decodeUplink(input) {
  var bytes = input.bytes;
  if (bytes.length !== length) return refused('an LHT65N sends 11 bytes, the frame has ' + bytes.length);
  if (bytes[6] & ofTheLog) return refused('the frame holds records of the data log, which are not read');
  var external = bytes[6] & 15;
  var hasProbe = probes.indexOf(external) >= 0;
  if (!hasProbe && external !== withoutProbe) return refused('the frame is of an external sensor other than a temperature probe');
  return { data: measured(bytes, hasProbe) };
}

function measured(bytes, hasProbe) {
  var battery = word(bytes, 0);
  var data = {
    battery_status: battery >> 14,
    battery_voltage: (battery & 0x3fff) / 1000, // V
    temperature: signed(word(bytes, 2)) / 100, // °C
    humidity: word(bytes, 4) / 10, // %
  };
  var probe = word(bytes, 7);
  if (hasProbe && probe !== absent) data.probe_temperature = signed(probe) / 100; // °C
  return data;
}

function word(bytes, at) {
  return bytes[at] * 256 + bytes[at + 1];
}

function signed(value) {
  return value >= 32768 ? value - 65536 : value;
}
