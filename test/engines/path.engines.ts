/**
 * The path on Kafka and InfluxDB, as it is on one machine: the same tests, whose city finds the servers of this run in its environment. The real
 * capture ends row by row as computed independently, also after a rebuild.
 */
import '../path/capture.test.ts';
import '../path/forged-frame.test.ts';
import '../path/joins.test.ts';
import '../path/keys.test.ts';
import '../path/one-ending.test.ts';
import '../path/quarantine.test.ts';
import '../path/redelivery.test.ts';
import '../path/window.test.ts';
