// Beats once after each answer; a page has one clock. Where no answer comes it goes on by itself: on a busy server a
// message may be lost, and while a page is drawn anew there may be no clock for a moment.
import { settle } from "./history.js";

let timer;

setTimeout(() => import("./chart.js"), 1500); // charts are needed as soon as the engine runs

export default function ({ data, setTriggerValue }) {
  settle(data.of, data.query, data.opened);
  const beat = () => {
    if (document.querySelector(".clock")) setTriggerValue("beat", Date.now());
    timer = setTimeout(beat, 3000);
  };
  clearTimeout(timer);
  if (data.seconds) timer = setTimeout(beat, 1000 * data.seconds);
}
