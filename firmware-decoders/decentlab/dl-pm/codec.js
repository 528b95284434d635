/**
 * Decentlab DL-PM, protocol version 2 (TS013 `decodeUplink`). All integers are unsigned and big-endian:
 * version u8, device u16, flags u16, then for each set flag, lowest first, the u16 words of its group.
 */

var headerLength = 5;

/** Group n is sent when flag n is set. Of each word: its name, and the numbers of times × word ÷ over + offset. */
var groups = [
  [['battery_voltage', 1, 1000, 0]], // V
  [
    ['pm1_0_mass_concentration', 1, 10, 0], // µg/m³
    ['pm2_5_mass_concentration', 1, 10, 0],
    ['pm4_mass_concentration', 1, 10, 0],
    ['pm10_mass_concentration', 1, 10, 0],
    ['typical_particle_size', 1, 1, 0], // nm
    ['pm0_5_number_concentration', 1, 10, 0], // 1/cm³
    ['pm1_0_number_concentration', 1, 10, 0],
    ['pm2_5_number_concentration', 1, 10, 0],
    ['pm4_number_concentration', 1, 10, 0],
    ['pm10_number_concentration', 1, 10, 0],
  ],
  [
    ['air_temperature', 175.72, 65536, -46.85], // °C
    ['air_humidity', 125, 65536, -6], // %
  ],
  [['barometric_pressure', 2, 1, 0]], // Pa
];

/** The words of a frame, in their order, by its flags: worked out once, before the first frame. */
var layouts = groups.reduce(withoutAndWith, [[]]);

function withoutAndWith(layouts, group) {
  return layouts.concat(layouts.map(followedByGroup));

  function followedByGroup(layout) {
    return layout.concat(group);
  }
}

function refused(error) {
  return { errors: [error] };
}

/** A length that its flags do not explain is another model's frame or a damaged one, so nothing of it is taken. */
function decodeUplink(input) {
  var bytes = input.bytes;
  if (bytes.length < headerLength) return refused('the frame is shorter than its header of 5 bytes');
  if (bytes[0] !== 2) return refused('the frame is not of protocol version 2');
  var layout = layouts[bytes[3] * 256 + bytes[4]];
  if (!layout) return refused('the flags name a group that a DL-PM does not have');
  var expected = headerLength + 2 * layout.length;
  if (bytes.length !== expected) return refused('the flags ask for ' + expected + ' bytes, the frame has ' + bytes.length);
  return { data: readWords(bytes, layout) };
}

/** Works without functions of its own for each word: in the box, a call costs more than the arithmetic. */
function readWords(bytes, layout) {
  var data = { protocol_version: bytes[0], device_id: bytes[1] * 256 + bytes[2] };
  for (var n = 0, at = headerLength; n < layout.length; n += 1, at += 2) {
    var field = layout[n];
    data[field[0]] = (field[1] * (bytes[at] * 256 + bytes[at + 1])) / field[2] + field[3];
  }
  return data;
}
