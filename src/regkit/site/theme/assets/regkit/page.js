'use strict';
/* Material reads its search box on `keyup` only. Pasting with the mouse, dropping, dictating and the
 * input methods of phones change the text without one, so `input` is passed on as `keyup`; but not
 * while an input method composes (the box then holds half-typed pinyin), only when it is done.
 *
 * The listeners are on the document, so they outlive the pages that navigation.instant swaps in.
 * A `keyup` too many does no harm, Material ignores it if the text is the same.
 */
(function () {
  function pass(event) {
    const box = event.target;
    if (event.type === 'input' && event.isComposing) return;
    if (box instanceof Element && box.matches('[data-md-component=search-query]')) box.dispatchEvent(new Event('keyup'));
  }
  document.addEventListener('input', pass);
  document.addEventListener('compositionend', pass);
})();
