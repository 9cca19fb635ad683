// The status line: one sentence, and the seconds while something goes on. Text only, never HTML.
const dot = element.querySelector(".reqa-dot");
const text = element.querySelector(".reqa-text");
const clock = element.querySelector(".reqa-clock");
let timer = 0;

function draw() {
  if (!props.value) return;
  const status = JSON.parse(props.value);
  const began = performance.now() - status.seconds * 1000;
  text.textContent = status.text;
  dot.className = "reqa-dot" + (status.failed ? " reqa-failed" : status.busy ? " reqa-busy" : "");
  clearInterval(timer);
  clock.textContent = "";
  if (!status.busy) return;
  const tick = () => {
    const seconds = Math.floor((performance.now() - began) / 1000);
    clock.textContent = seconds > 0 ? ` ${seconds} s` : "";
  };
  tick();
  timer = setInterval(tick, 250);
}

draw();
watch("value", draw);
