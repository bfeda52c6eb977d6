// Pictures of answers, made once each: shades, and the lines where classes meet.
function parts(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

// A colour between two, `share` of the way.
function between(one, other, share) {
  return one.map((part, index) => part + share * (other[index] - part));
}

// A small picture of `cells` x `cells`, row 0 at the foot, from the colour of each cell.
function sheet(cells, colour) {
  const picture = new OffscreenCanvas(cells, cells);
  const ink = picture.getContext("2d");
  const image = ink.createImageData(cells, cells);
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      image.data.set([...colour(row * cells + column), 255], 4 * ((cells - 1 - row) * cells + column));
    }
  }
  ink.putImageData(image, 0, 0);
  return picture;
}

// Values [cells, cells] on a finer grid of the same frame.
function refined(values, cells, fine) {
  const found = new Float32Array(fine * fine);
  const step = (cells - 1) / (fine - 1);
  for (let row = 0; row < fine; row++) {
    const low = Math.min(Math.floor(row * step), cells - 2);
    const up = row * step - low;
    for (let column = 0; column < fine; column++) {
      const left = Math.min(Math.floor(column * step), cells - 2);
      const across = column * step - left;
      const at = low * cells + left;
      const [foot, head] = [at, at + cells].map((place) => values[place] + across * (values[place + 1] - values[place]));
      found[row * fine + column] = foot + up * (head - foot);
    }
  }
  return found;
}

// Two classes: from one colour to the other, near white between; the boundary where both are as likely.
function two(scene, shades) {
  const [one, other, white] = [scene.marks[0][0], scene.marks[1][0], scene.ground].map(parts);
  const colours = Array.from({ length: 256 }, (_, shade) => shade < 128 ? between(one, white, shade / 127.5) : between(white, other, shade / 127.5 - 1));
  const { cells } = scene;
  return { cells, picture: sheet(cells, (at) => colours[shades[at]]), lines: crossing(shades, cells, 127.5) };
}

// More classes: the colour of the likeliest, the paler the less certain it is.
function many(scene, planes) {
  const { cells, classes, fine } = scene;
  const finer = Array.from({ length: classes }, (_, label) => refined(planes.subarray(label * cells ** 2, (label + 1) * cells ** 2), cells, fine));
  const best = new Uint8Array(fine * fine);
  for (let at = 0; at < best.length; at++) {
    for (let label = 1; label < classes; label++) if (finer[label][at] > finer[best[at]][at]) best[at] = label;
  }
  const [white, colours] = [parts(scene.ground), scene.marks.map(([colour]) => parts(colour))];
  const certain = (at) => Math.max(0, (finer[best[at]][at] / 255 - 1 / classes) / (1 - 1 / classes));
  return { cells: fine, picture: sheet(fine, (at) => between(white, colours[best[at]], certain(at))), lines: edges(best, fine) };
}

const kept = new WeakMap();

// The picture and the boundary of one answer, made once.
export function portrait(scene, fit) {
  if (!kept.has(fit)) kept.set(fit, (scene.classes === 2 ? two : many)(scene, fit));
  return kept.get(fit);
}

// Where values [cells, cells] cross `level`, as segments in cells (marching squares).
export function crossing(values, cells, level) {
  const segments = [];
  const at = (row, column) => values[row * cells + column] - level;
  const zero = (one, other) => one / (one - other);
  for (let row = 0; row + 1 < cells; row++) {
    for (let column = 0; column + 1 < cells; column++) {
      const [a, b, c, d] = [at(row, column), at(row, column + 1), at(row + 1, column + 1), at(row + 1, column)];
      const cuts = [];
      if (a > 0 !== b > 0) cuts.push([column + zero(a, b), row]);
      if (b > 0 !== c > 0) cuts.push([column + 1, row + zero(b, c)]);
      if (d > 0 !== c > 0) cuts.push([column + zero(d, c), row + 1]);
      if (a > 0 !== d > 0) cuts.push([column, row + zero(a, d)]);
      for (let cut = 0; cut + 1 < cuts.length; cut += 2) segments.push([cuts[cut], cuts[cut + 1]]);
    }
  }
  return segments;
}

// The lines between whole-numbered classes [cells, cells], along the edges of cells.
export function edges(classes, cells) {
  const segments = [];
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const here = classes[row * cells + column];
      if (column + 1 < cells && here !== classes[row * cells + column + 1]) segments.push([[column + 0.5, row - 0.5], [column + 0.5, row + 0.5]]);
      if (row + 1 < cells && here !== classes[(row + 1) * cells + column]) segments.push([[column - 0.5, row + 0.5], [column + 0.5, row + 0.5]]);
    }
  }
  return segments;
}

// Segments that meet, joined to lines, so that dots follow each other along them.
export function chained(segments) {
  const key = ([x, y]) => `${x.toFixed(3)} ${y.toFixed(3)}`;
  const meeting = new Map();
  for (const segment of segments) for (const end of segment) meeting.set(key(end), [...(meeting.get(key(end)) ?? []), segment]);
  const left = new Set(segments);
  const onward = (from) => {
    const line = [];
    for (;;) {
      const next = meeting.get(key(from)).find((segment) => left.has(segment));
      if (!next) return line;
      left.delete(next);
      from = key(next[0]) === key(from) ? next[1] : next[0];
      line.push(from);
    }
  };
  return segments.flatMap((segment) => (left.delete(segment) ? [[...onward(segment[0]).reverse(), ...segment, ...onward(segment[1])]] : []));
}

// A truth of whole classes, softened a little so that its slanting lines have no steps.
export function softened(values, cells) {
  const found = new Float32Array(values.length);
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      let [sum, count] = [0, 0];
      for (let near = Math.max(row - 2, 0); near <= Math.min(row + 2, cells - 1); near++) {
        for (let beside = Math.max(column - 2, 0); beside <= Math.min(column + 2, cells - 1); beside++) {
          sum += values[near * cells + beside];
          count += 1;
        }
      }
      found[row * cells + column] = sum / count;
    }
  }
  return found;
}
