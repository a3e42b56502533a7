// A page with nothing in it but the search: what material.js and search.js need of a browser, and no more.
// As a program: node tests/search_page.mjs FOLDER < {queries?, docs?, texts?, then?} > {answers, compact}
// Each query is asked on a page of its own; if `then` names a folder, on the same page, over the files in that folder
// after the first query. `compact` is null for a text with characters that this Node does not know.
import { readFileSync } from 'node:fs';
import vm from 'node:vm';

// Pages load both as one file.
const SCRIPTS = new URL('../src/regkit/site/theme/assets/regkit/scripts/', import.meta.url);
const source = ['material.js', 'search.js'].map((name) => readFileSync(new URL(name, SCRIPTS), 'utf8')).join('');

/** Opens a page of the site whose files `read(path)` gives as texts; what it can't give is not there. */
export function open(read = () => undefined) {
  const config = { textContent: JSON.stringify({ base: '.', search: 'material.js' }) };
  const meta = { textContent: '' }, asked = [], tallies = [], warnings = [], waiting = [], listeners = {};
  const document = {
    currentScript: { src: 'file:///site/assets/regkit/search.js' },
    querySelector: (selector) => ({ '#__config': config, '.md-search-result__meta': meta })[selector] || null,
    addEventListener: (type, listener) => { listeners[type] = listener; },
    dispatchEvent: (event) => tallies.push(event.detail),
    createElement: () => ({ remove() {} }),
    head: { append(script) {
      asked.push(script.src);
      setImmediate(async () => {
        const text = await read(decodeURIComponent(new URL(script.src).pathname).replace('/site/', ''));
        if (text === undefined) return script.onerror();
        vm.runInContext(text, context);
        return script.onload();
      });
    } },
  };
  class CustomEvent extends Event {
    constructor(type, { detail }) {
      super(type);
      this.detail = detail;
    }
  }
  class Worker {
    constructor(url, options) {
      Object.assign(this, { url, options });
    }
  }
  // Time does not pass here, but each pause lets everything else go first.
  const scope = { document, Worker, URL, EventTarget, MessageEvent, CustomEvent, console: { warn: (...words) => warnings.push(words.join(' ')) },
    setTimeout: (call) => setImmediate(call), clearTimeout: clearImmediate };
  scope.self = scope;
  const context = vm.createContext(scope);
  vm.runInContext(source, context);
  const worker = new scope.Worker(JSON.parse(config.textContent).search);
  worker.addEventListener('message', ({ data }) => waiting.forEach((told) => told(JSON.parse(JSON.stringify(data)))));
  /** Sends a message and gives the next answer, whichever message it answers. */
  const send = (message) => new Promise((resolve) => {
    waiting.length = 0;
    waiting.push(resolve);
    worker.postMessage(message);
  });
  return { send, worker, meta, asked, tallies, warnings, listeners, config, scope, ...scope.regkitSearch };
}

if (process.argv[2]) {
  let folder = process.argv[2];
  const sizes = new Map(); // of the files that were read
  const read = (path) => {
    try {
      const bytes = readFileSync(`${folder}/${path}`);
      sizes.set(path, bytes.length);
      return bytes.toString('utf8');
    } catch {
      return undefined;
    }
  };
  const { queries = [], docs = [], texts = [], then } = JSON.parse(readFileSync(0, 'utf8')), answers = [];
  const config = { separator: '[\\s\\u200b\\u3000\\-、。，．？！；]+' };
  let page = null;
  for (const query of queries) {
    if (!page || !then) page = open(read);
    sizes.clear();
    await page.send({ type: 0, data: { config, docs } });
    const start = performance.now();
    const { data } = await page.send({ type: 2, data: query });
    answers.push({ items: data.items, tally: page.tallies.pop(), meta: page.meta.textContent,
      files: Object.fromEntries(sizes), milliseconds: performance.now() - start });
    if (then) folder = then; // the site is published anew
  }
  const { compactText } = open(), units = (text) => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
  process.stdout.write(JSON.stringify({ answers, compact: texts.map((text) => (/\p{Cn}/u.test(text) ? null : units(compactText(text)))) }));
}
