// What one screen says about itself to a test. Every function gives a list of faults in words.

(() => {
  const CONTROLS = 'a[href], button:not([aria-hidden]), input:not([type=hidden]), textarea, select, summary';
  const here = () => document.querySelector('dialog[open]') || document.querySelector('.hd');
  const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
  const controls = () => [...here().querySelectorAll(CONTROLS)].filter((one) => seen(one) && !one.closest('.hd-only-heard'));
  const named = (one) => one.outerHTML.replace(/\s+/g, ' ').slice(0, 110);
  const box = (one) => one.getBoundingClientRect();
  const card = (one) => (one.matches('.hd-choice input') ? one.nextElementSibling : one);

  /** The control with the label that counts as part of it. */
  function target(one) {
    const boxes = [box(one), ...[...(one.labels || [])].map(box)];
    const [left, top] = ['left', 'top'].map((side) => Math.min(...boxes.map((each) => each[side])));
    const [right, bottom] = ['right', 'bottom'].map((side) => Math.max(...boxes.map((each) => each[side])));
    return { width: right - left, height: bottom - top };
  }

  const choices = () => here().querySelectorAll('input[type=radio], input[type=checkbox]').length;

  /** A link in the middle of a sentence may be as high as its line (WCAG 2.5.8). */
  const inSentence = (one) => one.matches('a') && getComputedStyle(one).display === 'inline'
    && one.parentElement.innerText.trim() !== one.innerText.trim();

  const small = (least) => controls().filter((one) => !inSentence(one)).flatMap((one) => {
    const { width, height } = target(one);
    return width < least - 0.01 || height < least - 0.01 ? [`small ${width.toFixed(1)}x${height.toFixed(1)}: ${named(one)}`] : [];
  });

  /** What runs out of the screen, is cut off, or lies over something else. */
  function squeezed() {
    const wide = document.documentElement.clientWidth, faults = [];
    if (document.documentElement.scrollWidth > wide) faults.push(`scrolls sideways: ${document.documentElement.scrollWidth} of ${wide}`);
    const all = [...here().querySelectorAll('*')].filter((one) => seen(one) && !one.closest('.hd-only-heard, svg'));
    for (const one of all) {
      const { left, right, width } = box(one), style = getComputedStyle(one);
      if (width && (left < -1 || right > wide + 1)) faults.push(`outside ${left.toFixed(0)}..${right.toFixed(0)}: ${named(one)}`);
      const cut = style.overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1;
      if (cut && !one.matches('textarea, dialog, input')) faults.push(`cut off: ${named(one)}`);
    }
    return [...faults, ...overlaid()];
  }

  function overlaid() {
    const all = controls().filter((one) => !one.closest('.hd-close')), faults = [];
    all.forEach((one, index) => all.slice(index + 1).forEach((other) => {
      const [a, b] = [box(one), box(other)];
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 2 && down > 2 && !one.contains(other)) faults.push(`overlap: ${named(one)} and ${named(other)}`);
    }));
    return [...faults, ...all.filter((one) => one.matches('button, a, summary')).flatMap((one) => {
      const words = document.createRange();
      words.selectNodeContents(one);
      const [inner, outer] = [words.getBoundingClientRect(), box(one)];
      const out = inner.left < outer.left - 2 || inner.right > outer.right + 2;
      return out ? [`words run out of: ${named(one)}`] : [];
    })];
  }

  /** Nothing moves: no animation, no transition that lasts. */
  const moving = () => [...document.querySelectorAll('.hd, .hd *')].filter((one) => {
    const style = getComputedStyle(one);
    return one.getAnimations().length || [...style.transitionDuration.split(','), ...style.animationDuration.split(',')]
      .some((lasting) => parseFloat(lasting) > 0);
  }).map((one) => `moves: ${named(one)}`);

  function spoken(lang, dir) {
    return [document.documentElement, document.querySelector('.hd')].flatMap((one) => {
      const right = one.lang.split('-')[0] === lang && one.dir === dir;
      return right ? [] : [`says lang=${one.lang} dir=${one.dir}: ${named(one)}`];
    });
  }

  // --- focus ---------------------------------------------------------------------------------

  const shine = ([r, g, b]) => [r, g, b].map((n) => n / 255)
    .map((n) => (n <= 0.03928 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4))
    .reduce((sum, n, i) => sum + n * [0.2126, 0.7152, 0.0722][i], 0);
  const numbers = (colour) => (colour.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
  function ground(one) {
    const colour = numbers(getComputedStyle(one).backgroundColor);
    return colour[3] === 0 && one.parentElement ? ground(one.parentElement) : colour;
  }
  function ratio(one, other) {
    const [dark, light] = [shine(one), shine(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }
  const look = (one) => { const s = getComputedStyle(card(one)); return `${s.outlineStyle} ${s.outlineWidth} ${s.outlineColor} ${s.boxShadow}`; };
  const plain = new Map();

  /** Stand before the first control; how many stops Tab should make. A group of radios is one. */
  function begin() {
    const start = here();
    start.setAttribute('tabindex', '-1');
    start.focus({ preventScroll: true });
    plain.clear();
    controls().forEach((one) => plain.set(one, look(one)));
    const groups = new Set(), all = controls().filter((one) => one.tabIndex >= 0);
    return all.filter((one) => one.type !== 'radio' || (!groups.has(one.name) && groups.add(one.name))).length;
  }

  /** What has the focus now: null when it left; else where it stands and what is wrong with it. */
  function focused() {
    const one = document.activeElement;
    if (!one || one === document.body || one === here() || !here().contains(one)) return null;
    const { left, right, top, bottom } = box(card(one)), style = getComputedStyle(card(one)), faults = [];
    if (look(one) === plain.get(one)) faults.push(`focus is not seen: ${named(one)}`);
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    if (!outlined || ratio(numbers(style.outlineColor), ground(card(one).parentElement)) < 3) faults.push(`faint focus: ${named(one)}`);
    const on = document.elementFromPoint((left + right) / 2, Math.min((top + bottom) / 2, innerHeight - 2));
    if (!(on && (one.contains(on) || on.contains(one) || (one.labels && [...one.labels].some((label) => label.contains(on)))))) faults.push(`focus is covered: ${named(one)}`);
    const fixed = Boolean(one.closest('.hd-close'));
    return { name: named(one), key: [...plain.keys()].indexOf(one), left, right, fixed, top: top + scrollY + here().scrollTop, bottom: bottom + scrollY + here().scrollTop, faults };
  }

  window.looking = { choices, small, squeezed, moving, spoken, begin, focused };
})()
