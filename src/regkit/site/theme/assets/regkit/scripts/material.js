// @ts-check
'use strict';
/* Everything that the scripts know of the theme, Material for MkDocs: its elements, its streams and its search.
 *
 * The other scripts ask `regkitTheme` and nothing else of the theme. This file is loaded before the theme's own
 * script, so that the theme finds our search in place of the worker that it would start.
 */

/**
 * A search as the theme can ask it, which is what the theme would otherwise have of a worker.
 * @typedef {object} Search
 * @property {(data: any) => void} setUp takes over what the theme has indexed: its settings and documents
 * @property {(query: string) => Promise<Answer | null>} answer answers a query; null for one that nobody waits for
 *
 * What was found, as the theme shows it, and what to do when it is shown. A group is one page, of which the theme
 * shows the documents; each has `location`, `title`, `text` (both HTML), `score`, and as the names of `terms` the
 * words that are highlighted on the page that it leads to.
 * @typedef {object} Answer
 * @property {object[][]} groups
 * @property {() => void} shown
 */
var regkitTheme = (function (scope) {
  const SEARCH_DIALOG = '[data-md-component=search]', SEARCH_BOX = '[data-md-component=search-query]';
  // The messages that the theme and its search worker exchange.
  const SET_UP = 0, READY = 1, QUERY = 2, RESULT = 3;

  /** @type {(selector: string) => any} */
  const find = (selector) => document.querySelector(selector);

  /* ---- pages ---- */

  /**
   * Calls `start` for this page, and with instant navigation for each page that the theme brings in.
   * @param {() => void} start
   */
  function onPage(start) {
    if (scope.document$) scope.document$.subscribe(start);
    else start();
  }

  /**
   * Calls `listener` when instant navigation has gone to another place, on this page or on another one.
   * @param {() => void} listener
   */
  function onPlace(listener) {
    if (scope.location$) scope.location$.subscribe(listener);
  }

  /**
   * What a page says, without header, contents and footer.
   * @returns {Element | null}
   */
  const content = () => find('.md-content');

  /**
   * The box at the side of the page in which a link of the contents is scrolled.
   * @param {Element} link
   * @returns {Element | null}
   */
  const scrollerOf = (link) => link.closest('.md-sidebar__scrollwrap');

  /** Closes the drawer in which phones show the navigation. */
  function closeDrawer() {
    const toggle = find('#__drawer');
    if (toggle && toggle.checked) toggle.click();
  }

  /**
   * An element that looks like what the theme highlights of the words that were searched for.
   * @returns {HTMLElement}
   */
  function highlight() {
    const mark = document.createElement('mark');
    mark.setAttribute('data-md-highlight', '');
    return mark;
  }

  /* ---- search ---- */

  /**
   * Opens the search and looks for some words.
   * @param {string} words
   */
  function openSearch(words) {
    const box = find(SEARCH_BOX), toggle = find('#__search');
    if (!box) return;
    if (!toggle.checked) toggle.click();
    box.value = words;
    box.focus();
    readBox(box);
  }

  /**
   * Calls `listener` when somebody is about to search.
   * @param {() => void} listener
   */
  function onSearchFocus(listener) {
    document.addEventListener('focusin', ({ target }) => {
      if (/** @type {Element} */ (target).matches(SEARCH_BOX)) listener();
    });
  }

  /**
   * Says something above the results, where the theme tells how many there are.
   * @param {string} words
   */
  function sayAboveResults(words) {
    const line = find('.md-search-result__meta');
    if (line) line.textContent = words;
  }

  /**
   * Has the theme ask `search`. The theme starts the worker that its settings name: let that be the script at `url`.
   * @param {string} url
   * @param {Search} search
   */
  function answerSearches(url, search) {
    const settings = find('#__config'), NativeWorker = scope.Worker;
    settings.textContent = JSON.stringify({ ...JSON.parse(settings.textContent), search: url });
    scope.Worker = /** @type {any} */ (function (/** @type {string} */ asked, /** @type {WorkerOptions} */ options) {
      return asked === url ? new StandIn(search) : new NativeWorker(asked, options);
    });
  }

  /** What the theme takes for its search worker. */
  class StandIn extends EventTarget {
    /** @param {Search} search */
    constructor(search) {
      super();
      this.search = search;
    }

    /** @param {{type: number, data?: any}} message */
    async postMessage(message) {
      try {
        if (message.type === SET_UP) {
          this.search.setUp(message.data);
          return this.reply({ type: READY });
        }
        if (message.type !== QUERY || typeof message.data !== 'string') return this.reply(result([]));
        const answer = await this.search.answer(message.data);
        if (!answer) return;
        this.reply(result(answer.groups));
        answer.shown();
      } catch (error) {
        console.warn('search:', error);
        this.reply(result([]));
      }
    }

    /** @param {object} message */
    reply(message) {
      this.dispatchEvent(new MessageEvent('message', { data: message }));
    }

    terminate() {}
  }

  /** @param {object[][]} groups */
  const result = (groups) => ({ type: RESULT, data: { items: groups } });

  /* ---- gaps of the theme's search ---- */

  // To a screen reader the search is a dialog, and a dialog needs a name.
  const dialog = find(SEARCH_DIALOG);
  if (dialog) dialog.setAttribute('aria-label', '搜索');

  // The theme reads the box on `keyup` only. Pasting with the mouse, dropping, dictating and the input methods of
  // phones come without one, so `input` is passed on as `keyup` (one too many does no harm). Not while an input
  // method composes, when the box holds half-typed pinyin, but when it is done. The listeners are on the document,
  // so they outlive the pages that instant navigation swaps in.
  const readBox = (/** @type {Element} */ box) => box.dispatchEvent(new Event('keyup'));
  function pass(/** @type {Event} */ event) {
    const box = event.target;
    if (event.type === 'input' && /** @type {InputEvent} */ (event).isComposing) return;
    if (box instanceof Element && box.matches(SEARCH_BOX)) readBox(box);
  }
  document.addEventListener('input', pass);
  document.addEventListener('compositionend', pass);

  return { onPage, onPlace, content, scrollerOf, closeDrawer, highlight, openSearch, onSearchFocus, sayAboveResults, answerSearches };
})(/** @type {any} */ (self));
