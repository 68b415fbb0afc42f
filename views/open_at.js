// Bring the chart into view that the address named (views/address.py, CHART). Charts above it grow while they are drawn,
// so for a few seconds it is brought back, unless the reader moves on meanwhile.
(() => {
  const menu = ".st-key-" + CSS.escape(document.currentScript.dataset.chart) + "_menu";
  let left = 40;
  const stop = () => { left = 0; };
  for (const act of ["wheel", "touchstart", "keydown", "pointerdown"]) {
    window.addEventListener(act, stop, { once: true, passive: true });
  }
  const go = () => {
    if (left-- <= 0) return;
    const beside = document.querySelector(menu);
    const head = beside && (beside.previousElementSibling || beside);
    if (head) {
      head.style.scrollMarginTop = "4.5rem";
      head.scrollIntoView({ block: "start" });
    }
    setTimeout(go, 100);
  };
  go();
})();
