// One Plotly chart that is redrawn in place: the node, the zoom and the legend choices survive every update.
import { named, nameEnds } from "./ends.js";
import { within } from "./place.js";
import { opened, parsed } from "./wire.js";

// Asked for at once, so that it is there when the first picture comes.
const library = new Promise((resolve, reject) => {
  const script = document.createElement("script");
  script.src = new URL("plotly.min.js", import.meta.url);
  script.onload = () => resolve(window.Plotly);
  script.onerror = reject;
  document.head.append(script);
});

const SOFT = "rgba(128,128,128,0.35)";
const ADAPTING = 600; // milliseconds in which adapting is shown, where it is
const SHOWN = { displayModeBar: false, responsive: true };
const CLEAR = "rgba(0,0,0,0)";
const AXIS = { gridcolor: SOFT, zeroline: false, linecolor: SOFT, fixedrange: false, automargin: true };
const LOOK = {
  paper_bgcolor: CLEAR, plot_bgcolor: CLEAR, margin: { l: 45, r: 10, t: 8, b: 40 }, uirevision: "kept", dragmode: "zoom",
  legend: { orientation: "h", x: 0, y: 1.06, yanchor: "bottom" }, // above, where it meets no axis
};

function theme(box) {
  const style = getComputedStyle(box);
  return style.getPropertyValue("--st-text-color").trim() || style.color;
}

// The page's type, as large as the chart is wide: a chart of its own row is read from the back of a room.
function type(box) {
  const size = box.clientWidth < 400 ? 12 : box.clientWidth < 560 ? 13 : 15;
  return { color: theme(box), size, family: getComputedStyle(box).fontFamily };
}

// The text in the colours of the page, read, and with all that charts share.
function themed({ text, bytes }, font) {
  const own = text.replaceAll('"@text"', JSON.stringify(font.color)).replaceAll('"@soft"', JSON.stringify(SOFT));
  const chart = parsed({ text: own, bytes });
  const laid = (given) => {
    const layout = { ...LOOK, font, ...given };
    for (const name of ["legend", "margin"]) layout[name] = { ...LOOK[name], ...layout[name] };
    for (const name of ["xaxis", "yaxis"]) layout[name] = { ...AXIS, ...layout[name] };
    return layout;
  };
  const frames = (chart.frames ?? []).map((frame) => ({ ...frame, layout: laid(frame.layout) }));
  return { ...chart, layout: laid(chart.layout), frames };
}

// Whole numbers of a unit become floats, and those that stand for a gap become gaps.
function unfold({ dtype, bdata, shape, unit, gap }) {
  const whole = dtype === "u1" ? new Uint8Array(bdata) : new Int16Array(bdata);
  const values = Float32Array.from(whole, (value) => (value === gap ? NaN : value * unit));
  if (!shape) return values;
  const [rows, columns] = shape.split(",").map(Number);
  return Array.from({ length: rows }, (_, row) => values.subarray(row * columns, (row + 1) * columns));
}

function unfolded(chart) {
  for (const trace of [chart, ...chart.frames].flatMap((each) => each.data)) {
    for (const axis of ["x", "y", "z"]) if (trace[axis]?.unit) trace[axis] = unfold(trace[axis]);
  }
  return chart;
}

const phone = matchMedia("(max-width: 640px)"); // where a chart is hardly higher than wide

function fit(box) {
  const { ratio, height } = box.shape;
  const most = phone.matches ? Math.max(260, 0.9 * box.clientWidth) : Infinity;
  box.style.height = `${Math.round(ratio ? box.clientWidth * ratio : Math.min(height, most))}px`;
}

// Another width may have room for other type, and for names where a legend was.
function resized(box) {
  fit(box);
  if (!box.clientWidth || box.clientWidth === box.width) return; // hidden, or only higher
  box.waiting ??= box.newest;
  follow(box);
}

// Leaves out names above tiles, and units within them, where there is no room for these.
function narrow({ data, layout, tiles }, width) {
  if (tiles.columns > 4 && width < 600) for (const caption of layout.annotations) caption.text = caption.text.split(": ").pop();
  if (width / tiles.columns > 55) return;
  for (const trace of data.filter(({ mode }) => mode === "text")) {
    trace.text = trace.text.map((text) => text.replace(" %", ""));
    trace.textfont.size = 9;
  }
}

async function draw(box, packed) {
  const [Plotly, content] = await Promise.all([library, opened(packed)]);
  const font = type(box);
  const chart = unfolded(themed(content, font));
  box.shape = chart;
  if (box.width && box.width !== box.clientWidth) { // Plotly would keep the room that the legend took at another width
    Plotly.purge(box);
    box.named = box.faced = false;
  }
  box.width = box.clientWidth;
  box.style.minHeight = "";
  fit(box);
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", chart.alt);
  if (chart.tiles) for (const each of [...chart.frames, chart]) narrow(each, box.clientWidth);
  box.names = named(chart, box.clientWidth, font);
  if (matchMedia("(pointer: coarse)").matches) chart.layout.dragmode = false; // a finger scrolls the page
  for (const frame of chart.frames) {
    await Plotly.react(box, frame.data, frame.layout, SHOWN);
    await new Promise((resolve) => setTimeout(resolve, ADAPTING / chart.frames.length));
    if (box.waiting) return;
  }
  await Plotly.react(box, chart.data, chart.layout, SHOWN);
  if (Math.abs(box._fullLayout.height - box.clientHeight) > 1) await Plotly.Plots.resize(box); // more rows than before
  if (!box.named) {
    box.named = true;
    nameEnds(box);
    box.on("plotly_afterplot", () => nameEnds(box));
  }
  if (chart.faces && !box.faced) {
    box.faced = true;
    box.on("plotly_hover", (event) => face(box, event));
  }
  box.dataset.updates = Number(box.dataset.updates ?? 0) + 1;
}

// Shows the answers of the member whose bar is under the pointer, without asking the server.
function face(box, { points: [point] }) {
  const { faces } = box.shape;
  if (!faces || point.curveNumber === faces.trace || !(point.pointNumber in faces.values)) return;
  window.Plotly.restyle(box, { [faces.key]: [faces.values[point.pointNumber]] }, [faces.trace]);
  const text = faces.title.replace("{number}", point.pointNumber + 1);
  window.Plotly.relayout(box, { "annotations[0].text": text });
  box.dataset.face = point.pointNumber + 1;
}

// Draws the newest data only: what arrives while drawing, or while out of sight, replaces what waits.
async function follow(box) {
  if (box.busy || !box.seen) return;
  box.busy = true;
  try {
    while (box.waiting && box.seen) {
      box.newest = box.waiting;
      box.waiting = null;
      await draw(box, box.newest);
    }
  } finally {
    box.busy = false;
  }
}

function tileAt(box, event) {
  const { tiles } = box.shape;
  const { xaxis, yaxis } = box._fullLayout;
  const [across, down] = within(box, event);
  const x = xaxis.p2d(across - xaxis._offset);
  const y = yaxis.p2d(down - yaxis._offset);
  const column = Math.floor(x / tiles.pitch);
  const row = tiles.rows - 1 - Math.floor(y / tiles.pitch_y);
  const tile = row * tiles.columns + column;
  return column >= 0 && column < tiles.columns && row >= 0 && tile < tiles.count ? tile : null;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const box = parentElement.querySelector(".chart");
  if (!box.ready) {
    box.ready = true;
    new IntersectionObserver(([entry]) => {
      box.seen = entry.isIntersecting;
      follow(box);
    }, { rootMargin: "300px" }).observe(box);
    new ResizeObserver(() => box.shape && resized(box)).observe(parentElement);
    box.addEventListener("click", (event) => {
      const tile = box.shape?.tiles ? tileAt(box, event) : null;
      if (tile !== null) box.choose(tile);
    });
  }
  box.choose = (tile) => setTriggerValue("tile", tile);
  box.waiting = data;
  if (!box.shape) box.style.minHeight = "320px"; // room for the first picture, so that the page does not jump
  follow(box);
}
