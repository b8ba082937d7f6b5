// The texts of the page that a person can't read as a whole, at most ten of them.
(() => {
  const cut = [];
  // On a phone innerWidth grows with a page that is too wide.
  const screenWidth = document.documentElement.clientWidth;
  const scrolls = element => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
  const hides = element => element.tagName === 'svg' || getComputedStyle(element).overflowX !== 'visible';
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text && cut.length < 10; text = texts.nextNode()) {
    if (!text.data.trim() || text.parentElement.closest('title,style,script,.visually-hidden')) {
      continue;
    }
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      let holder = text.parentElement;
      while (holder && !hides(holder)) {
        holder = holder.parentElement;
      }
      const bounds = holder && holder !== document.body && holder !== document.documentElement
          ? holder.getBoundingClientRect() : { left: 0, right: screenWidth };
      const reached = holder && scrolls(holder);
      if (bounds.left < -1 || bounds.right > screenWidth + 1
          || !reached && (box.left < bounds.left - 1 || box.right > bounds.right + 1)) {
        cut.push(text.data.trim().slice(0, 60) + ' at ' + Math.round(box.left) + ' to ' + Math.round(box.right));
        break;
      }
    }
  }
  if (document.documentElement.scrollWidth > screenWidth + 1) {
    cut.push('the page is ' + document.documentElement.scrollWidth + ' wide on a screen of ' + screenWidth);
  }
  return cut;
})()
