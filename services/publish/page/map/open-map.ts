import { type GeoJSONSource, Map as MapLibreMap, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import type { Bounds } from './graticule.ts';
import { gridStep } from './grid-step.ts';
import { groundColours, groundLines, groundStyle } from './ground.ts';
import { boundsSeen, holds, type View } from './view.ts';

export interface OpenMapParts {
  readonly container: HTMLElement;
  readonly bounds: Bounds;
  /** The map's name, and what it says of its gestures. */
  readonly words: { readonly title: string; readonly ctrl: string; readonly command: string; readonly fingers: string };
  onView(view: View): void;
}

export interface OpenedMap {
  /** Shows all within the bounds. */
  fit(bounds: Bounds): void;
  zoomBy(steps: number): void;
  /** Moves the middle there; with a zoom, comes as near at least. */
  moveTo(place: { longitude: number; latitude: number }, zoom?: number): void;
  /** After the theme has changed. */
  repaint(): void;
  close(): void;
}

setWorkerUrl(workerUrl);

const nearest = 15;
/** A window that is only just opening has no room to fit anything in. */
const narrowest = 200;

/** Room for the frame, and at the right for labels. */
function paddingOf({ clientWidth }: HTMLElement) {
  return clientWidth < 480 ? { top: 48, bottom: 44, left: 28, right: 60 } : { top: 40, bottom: 48, left: 48, right: 84 };
}

/** A map on our own ground, that can be moved by hand and by the keyboard. @throws where there is no WebGL */
export function openMap({ container, bounds, words, onView }: OpenMapParts): OpenedMap {
  const map = new MapLibreMap({
    container,
    style: groundStyle(),
    bounds: box(bounds),
    fitBoundsOptions: fitting(container),
    attributionControl: false,
    cooperativeGestures: true,
    locale: localeOf(words),
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    maxZoom: 18,
    minZoom: 3,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  const tell = () => onView(viewOf(map));
  map.on('move', tell);
  keepWhole(map, bounds, tell);
  map.on('load', () => followGraticule(map));
  tell();
  return {
    fit: (all) => map.fitBounds(box(all), fitting(container)),
    zoomBy: (steps) => map.easeTo({ zoom: map.getZoom() + steps, duration: 200 }),
    moveTo: ({ longitude, latitude }, zoom = 0) =>
      map.easeTo({ center: [longitude, latitude], zoom: Math.max(map.getZoom(), zoom), duration: 200 }),
    repaint: () => repaint(map),
    close: () => map.remove(),
  };
}

const fitting = (container: HTMLElement) => ({ padding: paddingOf(container), maxZoom: nearest });
const box = ({ west, south, east, north }: Bounds): [number, number, number, number] => [west, south, east, north];

function viewOf(map: MapLibreMap): View {
  const { lng: longitude, lat: latitude } = map.getCenter();
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  return { longitude, latitude, zoom: map.getZoom(), width, height };
}

/** A map of another size shows the whole again, as long as nobody has moved it. */
function keepWhole(map: MapLibreMap, bounds: Bounds, tell: () => void): void {
  let isMoved = false;
  map.on('movestart', ({ originalEvent }) => {
    isMoved ||= originalEvent !== undefined;
  });
  map.on('resize', () => {
    if (!isMoved && map.getContainer().clientWidth > narrowest) map.fitBounds(box(bounds), { ...fitting(map.getContainer()), duration: 0 });
    tell();
  });
}

/** Draws the lines anew when the view leaves those that were drawn, or wants others. */
function followGraticule(map: MapLibreMap): void {
  let drawn: ReturnType<typeof groundLines> | undefined;
  const follow = () => {
    const view = viewOf(map);
    if (drawn && drawn.step === gridStep(view) && holds(drawn.bounds, boundsSeen(view))) return;
    drawn = groundLines(view);
    map.getSource<GeoJSONSource>('line')?.setData(drawn.line);
    map.getSource<GeoJSONSource>('fine')?.setData(drawn.fine);
  };
  map.on('move', follow);
  map.on('resize', follow);
  follow();
}

function repaint(map: MapLibreMap): void {
  const { paper, line, fine } = groundColours();
  map.setPaintProperty('paper', 'background-color', paper);
  map.setPaintProperty('line', 'line-color', line);
  map.setPaintProperty('fine', 'line-color', fine);
}

function localeOf({ title, ctrl, command, fingers }: OpenMapParts['words']): Record<string, string> {
  return {
    'Map.Title': title,
    'CooperativeGesturesHandler.WindowsHelpText': ctrl,
    'CooperativeGesturesHandler.MacHelpText': command,
    'CooperativeGesturesHandler.MobileHelpText': fingers,
  };
}
