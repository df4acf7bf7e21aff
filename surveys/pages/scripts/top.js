// When one page takes another's place without an address of its own, Streamlit leaves the reader
// where they were, half way down. This goes to the top and puts the focus on the new heading.
// On a slow line the first page may be gone before this is here: `moved` says so.
// A heading that is drawn anew in the same moment takes the focus away with it, so for a while the
// focus is given back, unless somebody has pressed something meanwhile.
const SETTLES_WITHIN = 3000, LOOK_EVERY = 50;
let last, touched = false;

export default function ({ data }) {
  const first = last === undefined;
  if (data.view === last) return;
  last = data.view;
  if (first && !data.moved) return;
  touched = false;
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  atHeading(performance.now() + SETTLES_WITHIN, document.activeElement);
}

function atHeading(until, before) {
  const heading = document.querySelector("h1"), here = document.activeElement;
  if (heading && here !== heading && (here === before || here === document.body)) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
  if (!touched && performance.now() < until) setTimeout(atHeading, LOOK_EVERY, until, before);
}

for (const sign of ["pointerdown", "keydown"]) addEventListener(sign, () => { touched = true; }, { capture: true, passive: true });
