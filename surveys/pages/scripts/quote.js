// Says in which language a quote is written, for screen readers, hyphenation and typefaces, and
// turns a quote that is written from right to left. Streamlit's text element cannot say either.
const OURS = /st-key-(?:said|printed)-([a-z]{2})-(ltr|rtl)-/;

function mark(root) {
  for (const box of root.querySelectorAll('[class*="st-key-said-"], [class*="st-key-printed-"]')) {
    const found = OURS.exec(box.className);
    for (const quote of found ? box.querySelectorAll('[data-testid="stText"]') : []) {
      quote.lang = found[1];
      quote.dir = found[2];
    }
  }
}

export default function () {
  mark(document);
  const watching = new MutationObserver(() => mark(document));
  watching.observe(document.body, { childList: true, subtree: true });
  return () => watching.disconnect();
}
