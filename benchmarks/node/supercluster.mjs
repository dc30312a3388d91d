// The yardstick: supercluster's index of the same points, and its tiles as vector tiles.
import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {fromGeojsonVt} from '@maplibre/vt-pbf';
import Supercluster from 'supercluster';

const OPTIONS = {radius: 256, extent: 4096, maxZoom: 16};  // 32 of a tile's 512 pixels, as ours
let features = [];
let index;

const answers = {
  load({places, categories}) {
    const numbers = bytes => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    const at = new Float64Array(numbers(readFileSync(places)));
    const category = new Int32Array(numbers(readFileSync(categories)));
    features = Array.from(category, (value, i) => ({
      type: 'Feature',
      geometry: {type: 'Point', coordinates: [at[2 * i], at[2 * i + 1]]},
      properties: {id: i + 1, category: value},
    }));
    return features.length;
  },

  build({category}) {
    const some = category ? features.filter(each => each.properties.category === category) : features;
    index = new Supercluster(OPTIONS).load(some);
    return some.length;
  },

  tiles({tiles, times}) {
    let bytes = 0;
    for (let i = 0; i < times; i++) {
      bytes = 0;
      for (const [z, x, y] of tiles) {
        const tile = index.getTile(z, x, y);
        if (tile) bytes += fromGeojsonVt({proposals: tile}, {version: 2, extent: 4096}).length;
      }
    }
    return bytes;
  },

  count({tiles}) {
    return tiles.map(([z, x, y]) => (index.getTile(z, x, y)?.features ?? [])
      .reduce((total, {tags}) => total + (tags.point_count ?? 1), 0));
  },

  tidy() {
    global.gc?.();
    return true;
  },
};

for await (const line of createInterface({input: process.stdin})) {
  const {ask, ...details} = JSON.parse(line);
  const start = process.cpuUsage();
  const answer = answers[ask](details);
  const {user, system} = process.cpuUsage(start);
  console.log(JSON.stringify({answer, cpu: (user + system) / 1e6}));
}
