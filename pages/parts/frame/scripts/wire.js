// Reads what served.py packs: the length of a text, the text in JSON, and the bytes that it refers to.
export async function opened(packed) {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const whole = await new Response(stream).arrayBuffer();
  const start = 4 + new DataView(whole).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(whole, 4, start - 4));
  return { text, bytes: whole.slice(start) };
}

// The text as an object, in which `bdata` is an ArrayBuffer of its own.
export function parsed({ text, bytes }) {
  return JSON.parse(text, (name, value) => (name === "bdata" ? bytes.slice(value[0], value[0] + value[1]) : value));
}
