// Beats once after each answer. Where none comes it goes on by itself: on a busy server a message may be lost.
setTimeout(() => import("./chart.js"), 1500); // charts are needed as soon as the engine runs

export default function ({ data, parentElement, setTriggerValue }) {
  const node = parentElement.querySelector(".clock");
  const beat = () => {
    if (!node.isConnected) return;
    setTriggerValue("beat", Date.now());
    node.timer = setTimeout(beat, 3000);
  };
  clearTimeout(node.timer);
  if (data.seconds) node.timer = setTimeout(beat, 1000 * data.seconds);
}
