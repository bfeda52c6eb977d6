// Back and Forward. Streamlit adds to the history whatever a server writes into the address; here a page that is opened
// adds to it, and an example; a dial that is moved replaces the address.
const add = history.pushState.bind(history);
const replace = history.replaceState.bind(history);
let before = ""; // the address that was replaced last
let opened = 0; // how many examples had been opened when the last answer came
let due = false; // whether an answer has told of one, and its address is still to come: a busy server sends it later

const path = (url) => new URL(url, location.href).pathname;
const settings = (query) => [...new URLSearchParams(query)].map(String).sort().join("\n");

history.pushState = (state, title, url) => {
  const place = due || path(url) !== location.pathname;
  if (!place && new URL(url, location.href).href !== location.href) before = location.href;
  due = false;
  (place ? add : replace)(state, title, url);
};

addEventListener("popstate", () => {
  before = "";
  due = false;
});

// Hears with an answer how many examples have been opened, and the address that it belongs to.
export function settle(count, query) {
  const here = location.href;
  const come = settings(location.search) === settings(query);
  if (count > opened && !come) due = true;
  else if (count > opened && before && path(before) === path(here)) {
    replace({}, "", before);
    add({}, "", here);
  }
  opened = count;
}
