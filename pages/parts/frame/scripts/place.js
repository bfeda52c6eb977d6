// Where a pointer is in an element, in its own pixels: a page may be zoomed, or scaled by whoever shows it.
export function within(element, { clientX, clientY }) {
  const frame = element.getBoundingClientRect();
  const [across, down] = [element.offsetWidth / frame.width, element.offsetHeight / frame.height];
  return [(clientX - frame.left) * across, (clientY - frame.top) * down];
}
