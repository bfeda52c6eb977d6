// A comma typed into a number box is a decimal point: the browser, or the table, would leave it out and make 15 of 1,5.
const BOXES = "input[type=number], .gdg-input";

document.addEventListener("beforeinput", (event) => {
  const { target, data } = event;
  if (!/^[^.,]*,[^.,]*$/.test(data ?? "") || !target.matches(BOXES)) return;
  event.preventDefault();
  document.execCommand("insertText", false, data.replace(",", "."));
}, true);
