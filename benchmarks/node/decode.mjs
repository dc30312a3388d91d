// The second decoder: tells every feature of a tile as [x, y, id, properties].
import {createInterface} from 'node:readline';
import {VectorTile} from '@mapbox/vector-tile';
import {PbfReader} from 'pbf';

for await (const line of createInterface({input: process.stdin})) {
  const {tile, layer} = JSON.parse(line);
  const found = new VectorTile(new PbfReader(Buffer.from(tile, 'base64'))).layers[layer];
  const features = [];
  for (let i = 0; i < (found?.length ?? 0); i++) {
    const feature = found.feature(i);
    const {x, y} = feature.loadGeometry()[0][0];
    features.push([x, y, feature.id ?? null, feature.properties]);
  }
  console.log(JSON.stringify(features));
}
