import type { SeededRandom } from './seeded-random.ts';

const hour = 3_600_000;
const day = 24 * hour;
const year = 365.25 * day;
/** The simulated city lies in the time zone UTC+1. */
const zone = hour;

/** What the whole city breathes at one moment: the part of a measurement that its sensors share. */
export interface CityAir {
  /** µg/m³ of PM2.5 away from roads. */
  readonly background: number;
  /** 0 at night to about 1 at the morning and evening peaks. */
  readonly traffic: number;
  /** °C. */
  readonly temperature: number;
  /** %. */
  readonly humidity: number;
  /** hPa at the station. */
  readonly pressure: number;
  /** 0 at night to about 0.9 at noon in June: the sine of the sun's height. */
  readonly daylight: number;
  /** 0 in an empty building to 1 in a full one; few people on Saturdays and Sundays. */
  readonly presence: number;
}

interface Wave {
  readonly period: number;
  readonly phase: number;
  readonly weight: number;
}

/** Weather without a memory: any moment can be asked, in any order, and gives the same for the same seed. */
export function cityWeather(random: SeededRandom): (time: number) => CityAir {
  const [dust, warmth, pressure] = [waves(random.named('dust')), waves(random.named('warmth')), waves(random.named('pressure'))];
  return (time) => {
    const temperature = 12 - 8 * seasonOf(time) - 4 * Math.cos((2 * Math.PI * (hourOf(time) - 4)) / 24) + 3 * warmth(time);
    return {
      background: 9 * Math.exp(0.55 * dust(time) + 0.3 * seasonOf(time)),
      traffic: peak(hourOf(time), 8, 1.6) + 0.8 * peak(hourOf(time), 18.5, 2.2),
      temperature,
      humidity: Math.min(99, Math.max(22, 74 - 2.1 * (temperature - 12) + 8 * warmth(time + 3 * day))),
      pressure: 1013 + 9 * pressure(time),
      daylight: daylightAt(time),
      presence: presenceAt(time),
    };
  };
}

/** 1 in mid January, −1 in mid July. */
const seasonOf = (time: number) => Math.cos((2 * Math.PI * (time - 15 * day)) / year);

/** Hour of the day in the city, with its fraction. */
const hourOf = (time: number) => ((((time + zone) % day) + day) % day) / hour;

/** The sun over the town's 46.65° N, at its highest at 13 h. */
function daylightAt(time: number): number {
  const [latitude, declination] = [0.8142, -0.4084 * Math.cos((2 * Math.PI * (time + 10 * day)) / year)];
  const turned = (2 * Math.PI * (hourOf(time) - 13)) / 24;
  return Math.max(0, Math.sin(latitude) * Math.sin(declination) + Math.cos(latitude) * Math.cos(declination) * Math.cos(turned));
}

/** Mornings and afternoons of working days. 1970 began with a Thursday. */
function presenceAt(time: number): number {
  const isWeekend = (Math.floor((time + zone) / day) + 3) % 7 >= 5;
  const full = Math.min(1, peak(hourOf(time), 10, 1.4) + peak(hourOf(time), 15, 1.6));
  return isWeekend ? 0.08 * full : full;
}

const peak = (at: number, centre: number, width: number) => Math.exp(-(((at - centre) / width) ** 2) / 2);

/** A few waves of 1.3 to 9 days: smooth, about normal, between −2.5 and 2.5. */
function waves(random: SeededRandom): (time: number) => number {
  const all: Wave[] = [9, 5.3, 3.1, 1.9, 1.3].map((days) => ({
    period: days * day * (0.9 + 0.2 * random.next()),
    phase: 2 * Math.PI * random.next(),
    weight: 0.3 + 0.4 * random.next(),
  }));
  return (time) => all.reduce((sum, { period, phase, weight }) => sum + weight * Math.sin((2 * Math.PI * time) / period + phase), 0);
}
