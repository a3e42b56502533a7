'use strict';
/* Closes three gaps of Material's search box and of its highlighting of hits. */
(function () {
  // To a screen reader the search is a dialog, and a dialog needs a name.
  const dialog = document.querySelector('[data-md-component=search]');
  if (dialog) dialog.setAttribute('aria-label', '搜索');

  // Material reads the box on `keyup` only. Pasting with the mouse, dropping, dictating and the input
  // methods of phones come without one, so `input` is passed on as `keyup` (one too many does no harm).
  // Not while an input method composes, when the box holds half-typed pinyin, but when it is done. The
  // listeners are on the document, so they outlive the pages that navigation.instant swaps in.
  function pass(event) {
    const box = event.target;
    if (event.type === 'input' && event.isComposing) return;
    if (box instanceof Element && box.matches('[data-md-component=search-query]')) box.dispatchEvent(new Event('keyup'));
  }
  document.addEventListener('input', pass);
  document.addEventListener('compositionend', pass);

  // Material highlights the words of ?h= only as they stand, so 总则 misses the heading 总　则 to which
  // the search led. This marks the Chinese words with blanks in them, and leaves all others to Material.
  function highlight() {
    const words = (new URLSearchParams(location.search).get('h') || '').split(' ').filter((word) => /^[\u3400-\u9fff]{2,}$/.test(word));
    const content = document.querySelector('.md-content');
    if (!words.length || !content) return;
    const spaced = new RegExp(words.map((word) => `(?!${word})${word.split('').join('\\s*')}`).join('|'));
    const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
      const match = spaced.exec(node.data);
      if (!match || node.parentNode.localName === 'mark') continue;
      const hit = node.splitText(match.index), mark = document.createElement('mark');
      hit.splitText(match[0].length);
      mark.setAttribute('data-md-highlight', '');
      hit.replaceWith(mark);
      mark.append(hit);
      walker.currentNode = hit; // goes on behind it
    }
  }
  highlight();
  // navigation.instant: again for each page it brings in, and for a result on the page that is there.
  for (const stream of [window.document$, window.location$]) if (stream) stream.subscribe(highlight);
})();
