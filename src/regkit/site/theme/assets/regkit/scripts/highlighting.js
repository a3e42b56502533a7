// @ts-check
'use strict';
/* The theme highlights the words of ?h= only as they stand, so 总则 misses the heading 总　则 to which the search led.
 * This marks the Chinese words with blanks in them, and leaves all others to the theme. */
(function () {
  /** The words that were searched for, as far as blanks can stand between their characters. */
  function searchedWords() {
    const words = (new URLSearchParams(location.search).get('h') || '').split(' ');
    return words.filter((word) => /^[\u3400-\u9fff]{2,}$/.test(word));
  }

  function highlightSpaced() {
    const words = searchedWords(), content = regkitTheme.content();
    if (!words.length || !content) return;
    const spaced = new RegExp(words.map((word) => `(?!${word})${word.split('').join('\\s*')}`).join('|'));
    const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
    for (let node; (node = /** @type {Text | null} */ (walker.nextNode()));) {
      const match = spaced.exec(node.data);
      if (!match || /** @type {Element} */ (node.parentNode).localName === 'mark') continue;
      const hit = node.splitText(match.index), mark = regkitTheme.highlight();
      hit.splitText(match[0].length);
      hit.replaceWith(mark);
      mark.append(hit);
      walker.currentNode = hit; // goes on behind it
    }
  }

  highlightSpaced();
  // Instant navigation: again for each page it brings in, and for a result on the page that is there.
  regkitTheme.onPage(highlightSpaced);
  regkitTheme.onPlace(highlightSpaced);
})();
