/**
 * Elsys ERS CO2 (TS013 `decodeUplink`). A frame is a row of values, each a byte for its type and then 1 or 2 bytes, big-endian.
 * Which of them a report carries is set in the device.
 */

/** By type: name, bytes, and what one step of the value is divided by. */
var types = {
  1: { name: 'temperature', length: 2, signed: true, over: 10 }, // °C
  2: { name: 'humidity', length: 1, over: 1 }, // %
  4: { name: 'light', length: 2, over: 1 }, // lx
  5: { name: 'motion', length: 1, over: 1 }, // times
  6: { name: 'co2', length: 2, over: 1 }, // ppm
  7: { name: 'vdd', length: 2, over: 1 }, // mV
};

function refused(error) {
  return { errors: [error] };
}

/** How long a value of an unknown type would be is not known either, so a frame that holds one is not taken in part. */
function decodeUplink(input) {
  var bytes = input.bytes;
  var data = {};
  var at = 0;
  if (bytes.length === 0) return refused('the frame is empty');
  while (at < bytes.length) {
    var type = types[bytes[at]];
    if (!type) return refused('the frame holds a type of value that an ERS CO2 does not send');
    if (at + type.length >= bytes.length) return refused('the frame ends within the value of ' + type.name);
    if (type.name in data) return refused('the frame gives ' + type.name + ' twice');
    data[type.name] = valueOf(bytes, at + 1, type);
    at += 1 + type.length;
  }
  return { data: data };
}

function valueOf(bytes, at, type) {
  if (type.length === 1) return bytes[at] / type.over;
  var word = bytes[at] * 256 + bytes[at + 1];
  if (type.signed && word >= 32768) word -= 65536;
  return word / type.over;
}
