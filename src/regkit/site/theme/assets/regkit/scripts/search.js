// @ts-check
'use strict';
/* Search in Chinese law texts, in place of the theme's own.
 *
 * A query is cut at blanks. Every part must occur literally in a unit (an article, or a section of a
 * guide), that is in its title or its text; all parts but one may be in the title of the unit's page
 * instead (公司法 第23条). Texts and queries are folded first: each character becomes exactly one, so a
 * hit leads back to the original.
 *
 * The laws are in files beside this one (see regkit.site.search). For a query, those postings are loaded
 * that say which units may have it, and then the texts of the best of these, in which it is looked up
 * again. Files are scripts, added to the page: nothing else can be loaded where a site is opened from a
 * disk, nor is there a worker, so this stands in for the one that the theme starts (material.js). What
 * the theme itself hands over at the start, the guides, is searched in memory.
 *
 * After an answer, the event `regkit-search` tells on the document how much there is:
 *   {query, pages, units, exact, shown, complete, failed}, where `shown` are pages
 */
var regkitSearch = (function () {
  const MAX_PAGES = 30, MAX_UNITS = 20, MAX_TERMS = 10, SNIPPET = 120, BEFORE_HIT = 40;
  const MAX_BLOCKS = 32, MAX_BLOCKS_OF_PAGE = 2, MAX_GRAMS = 8, MAX_KEPT = 160; // files: of a query, in memory
  const PAUSE = 150, PATIENCE = 400; // milliseconds: after a key, until waiting is explained
  // What a hit is worth: far enough apart that more hits of a lower kind never outweigh a higher one.
  const ARTICLE = 1e6, EXACT_TITLE = 1000, TITLE = 100, TEXT = 10;
  const BREAK = 10, BLANK = 32; // character codes

  /* ---- numerals ---- */

  const DIGITS = '零一二三四五六七八九', UNITS = ['', '十', '百', '千'];
  const NUMERAL = /[\d〇零一二三四五六七八九十百千]/;
  const NUM = '(?:\\d+|[〇零一二三四五六七八九十百千]+)', DIVISION = '分?编|[章节条款项目]';

  function toChinese(n) {
    if (!(n >= 1 && n <= 9999)) return '';
    let text = '';
    for (let power = 3; power >= 0; power--) {
      const digit = Math.floor(n / Math.pow(10, power)) % 10;
      if (digit) text += DIGITS[digit] + UNITS[power];
      else if (text && !text.endsWith('零')) text += '零';
    }
    return text.replace(/零$/, '').replace(/^一十/, '十');
  }

  function fromChinese(text) {
    text = text.replace(/〇/g, '零').replace(/^一十/, '十');
    let total = 0, digit = 0;
    for (const char of text) {
      const power = UNITS.indexOf(char);
      if (power > 0) total += (digit || 1) * Math.pow(10, power);
      digit = power > 0 ? 0 : DIGITS.indexOf(char);
    }
    total += digit;
    return toChinese(total) === text ? total : 0; // 二三 or 百千 is no numeral
  }

  // 第23条 -> 第二十三条, or back. A number counts after 第 or before the name of a division of a law
  // (and then a 之1 after that name as well); others, such as in 30日, stay.
  const NUMBERED = new RegExp(`(第?)(${NUM})(${DIVISION})?(?:之(${NUM}))?`, 'g');
  function renumber(text, chinese) {
    const convert = (num) => {
      const n = /\d/.test(num) ? Number(num) : fromChinese(num);
      return n >= 1 && n <= 9999 ? (chinese ? toChinese(n) : String(n)) : num;
    };
    return text.replace(NUMBERED, (all, prefix, num, division = '', sub = '') =>
      !prefix && !division ? all
        : prefix + convert(num) + division + (sub && '之' + (division ? convert(sub) : sub)));
  }

  /* ---- folding, which folding.py does to the texts of the index ---- */

  const folds = new Uint16Array(65536); // by UTF-16 code unit; 0: not known yet
  folds[BREAK] = BREAK;
  function fold(code) {
    if (folds[code]) return folds[code];
    let char = String.fromCharCode(code);
    if (char.normalize('NFKC').length === 1) char = char.normalize('NFKC');
    if (char.toLowerCase().length === 1) char = char.toLowerCase();
    return (folds[code] = /\s/.test(char) ? BLANK : char.charCodeAt(0));
  }

  function toText(codes) {
    let text = ''; // slice by slice: a call takes only so many arguments
    for (let i = 0; i < codes.length; i += 8192) text += String.fromCharCode(...codes.slice(i, i + 8192));
    return text;
  }

  // The theme puts U+200B between words if jieba is installed; a soft hyphen is no letter either.
  const INVISIBLE = /[\u00ad\u200b\u2060\ufeff]/g;
  function foldText(text) {
    return toText(text.replace(INVISIBLE, '').replace(/\s/g, ' ').split('').map((char) => fold(char.charCodeAt(0))));
  }

  /* ---- texts, which are HTML once they are here: the theme shows them so ---- */

  const TAG = /<(?:!--[^]*?--|\/?([a-z][^\s<>/]*)[^<>]*)>/gi;
  const INLINE = /^(?:a|abbr|b|code|del|em|font|i|ins|kbd|mark|s|small|span|strong|sub|sup|u|var)$/i;
  const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z][a-z\d]{1,31}));/iy;
  const STRAY = new RegExp(`&(?!${ENTITY.source.slice(1)})`, 'gi');
  const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

  // HTML without tags, but still HTML: escapes stay, what should have been escaped is now. A line break
  // is where a block began or ended, so that no hit reaches across.
  function clean(html) {
    return html.replace(/[\r\n]/g, ' ').replace(TAG, (tag, name) => (name && !INLINE.test(name) ? '\n' : ''))
      .replace(STRAY, '&amp;').replace(/</g, '&lt;').replace(INVISIBLE, '').replace(/\s*\n\s*/g, '\n').trim();
  }

  function entityAt(text, position) {
    ENTITY.lastIndex = position;
    return ENTITY.exec(text);
  }

  function decode(entity) {
    const code = entity[1] ? Number(entity[1]) : parseInt(entity[2], 16);
    return NAMED[entity[3]] || (code > 0 && code < 65536 ? String.fromCharCode(code) : '\ufffd');
  }

  const toHtml = (text) => text.replace(INVISIBLE, '').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

  // The text to search in: folded, an entity one character, and since 总　则 must be found as 总则,
  // with blanks only between two ASCII characters. `at` receives where in `html` each character starts.
  const ascii = (code) => code < 128 && code !== BREAK;
  function compact(html, at = []) {
    const kept = [];
    let blank = -1; // where the last blank was, if just now
    for (let i = 0, next; i < html.length; i = next) {
      let code = html.charCodeAt(i);
      const entity = code === 38 && entityAt(html, i);
      next = i + (entity ? entity[0].length : 1);
      code = fold(entity ? decode(entity).charCodeAt(0) : code);
      if (code === BLANK) blank = i;
      else {
        if (blank >= 0 && kept.length && ascii(kept[kept.length - 1]) && ascii(code)) {
          kept.push(BLANK);
          at.push(blank);
        }
        kept.push(code);
        at.push(i);
        blank = -1;
      }
    }
    return toText(kept);
  }

  /* ---- entries: what is found as one ---- */

  // `page` is the entry of the page itself; that entry's own page is itself.
  function makeEntry(doc, boost, page) {
    const entry = { doc, boost, title: compact(doc.title), text: compact(doc.text), page };
    if (!page) entry.page = entry;
    return entry;
  }

  const pathOf = (location) => location.split('#')[0];

  // The guides, as the theme hands them over.
  let guides = { entries: [], separator: /\s/ };
  function setup({ config, docs }) {
    const pages = new Map(); // path -> entry of the page itself
    const entries = docs.filter((doc) => doc && typeof doc.location === 'string').map((source) => {
      const doc = { ...source, title: clean(String(source.title || '')), text: clean(String(source.text || '')) };
      const entry = makeEntry(doc, doc.boost > 0 ? Number(doc.boost) : 1);
      if (!doc.location.includes('#') && !pages.has(doc.location)) pages.set(doc.location, entry);
      return entry;
    });
    for (const entry of entries) {
      const path = pathOf(entry.doc.location);
      // The theme can't show a group without its page, so make one up where the index has none.
      if (!pages.has(path)) pages.set(path, { ...makeEntry({ location: path, title: entry.doc.title, text: '' }, 1), title: '' });
      entry.page = pages.get(path);
    }
    let separator = /\s/;
    try {
      separator = new RegExp(config.separator, 'img');
    } catch (error) { /* the theme's highlighter won't work either, the search does */ }
    return { entries, separator };
  }

  /* ---- query ---- */

  const SPACED = new RegExp(`第 *(${NUM}) *(?=${DIVISION})`, 'g'); // 第 23 条
  const CITED = new RegExp(`[《》]|(?!^)(?=第${NUM}条)`, 'g'); // 《公司法》第23条 -> 公司法 第23条
  const ITEM = new RegExp(`第\\(?(${NUM})\\)?项`, 'g'); // 第二项 is also written 第(二)项
  // An article, or a 款 or 项 of one: who looks for 第23条第3项 is led to 第二十三条.
  const ARTICLE_NAME = new RegExp(`^(第?${NUM}条(?:之${NUM})?)(?:第?\\(?${NUM}\\)?[款项目])*$`), SUB = new RegExp(`^之${NUM}`), SUB_END = new RegExp(`之${NUM}$`);

  function parse(query) {
    return Array.from(new Set(query.split(' ').filter(Boolean)), (part) => {
      const plain = part.replace(ITEM, '第$1项'), forms = [renumber(plain, true), renumber(plain, false)];
      const needles = [...new Set([part, ...forms, ...forms.map((form) => form.replace(ITEM, '第($1)项'))])];
      const article = (ARTICLE_NAME.exec(plain) || [])[1] || '';
      const names = article ? [article, renumber(article, true), renumber(article, false)] : [];
      return {
        needles, numbered: forms[0] !== forms[1], sub: SUB_END.test(part), // sub: ends with 之N
        articles: names.map((name) => name.replace(/^第?/, '第')), inserted: SUB_END.test(article),
      };
    });
  }

  // Calls visit(start, end) for every hit of one part, and returns how many there are.
  function find(text, part, visit) {
    let hits = 0;
    for (const needle of part.needles) {
      const open = part.numbered && NUMERAL.test(needle[0]);
      for (let i = text.indexOf(needle); i >= 0; i = text.indexOf(needle, i + needle.length)) {
        const end = i + needle.length;
        if (open && NUMERAL.test(text.charAt(i - 1))) continue; // 23条 isn't meant by 第一百二十三条
        if (part.sub && NUMERAL.test(text.charAt(end))) continue; // nor 条之1 by 条之12
        hits++;
        if (visit) visit(open && text[i - 1] === '第' ? i - 1 : i, end);
      }
    }
    return hits;
  }

  // Is this the title of the article itself? 第一百二十条之一 is another one than 第一百二十条.
  const isArticle = (title, part) => part.articles.some((name) =>
    title.startsWith(name) && !(part.inserted ? NUMERAL.test(title.charAt(name.length)) : SUB.test(title.slice(name.length))));

  function rate(entry, parts) {
    let score = 0, own = false;
    for (const part of parts) {
      const inTitle = find(entry.title, part), hits = inTitle + find(entry.text, part);
      const article = isArticle(entry.title, part);
      let worth = inTitle ? TITLE : TEXT;
      if (!hits && !article) {
        if (!find(entry.page.title, part)) return 0;
        worth = TITLE;
      } else if (article) worth = ARTICLE;
      else if (part.needles.includes(entry.title)) worth = EXACT_TITLE;
      own = own || hits > 0 || article;
      score += worth * (1.1 - 0.1 / (hits || 1)); // more hits count, but never more than a tenth
    }
    return own ? score * entry.boost : 0;
  }

  /* ---- files of the index ---- */

  const own = /** @type {HTMLScriptElement} */ (document.currentScript), folder = new URL('../search/', own.src);
  const files = new Map(); // name -> promise of what is in it, the last used last
  const taken = new Map(); // what a script brought, until its `load` event

  function take(name, content) {
    taken.set(name, content);
  }

  // `anew` also where the browser has kept the file.
  function load(name, anew = false) {
    const kept = !anew && files.get(name);
    const file = kept || new Promise((resolve, reject) => {
      const script = document.createElement('script'), fail = () => {
        files.delete(name); // to be tried again with the next query
        script.remove();
        reject(new Error(`${script.src} was not loaded`));
      };
      script.onerror = fail;
      script.onload = () => {
        if (!taken.has(name)) return fail();
        script.remove();
        resolve(taken.get(name));
        taken.delete(name);
      };
      script.src = new URL(`${name}.js${anew ? `?${Date.now()}` : ''}`, folder).href;
      document.head.append(script);
    });
    files.delete(name);
    files.set(name, file);
    if (files.size > MAX_KEPT) files.delete(files.keys().next().value);
    return file;
  }

  let laws = null; // promise of the manifest as it is used
  function openLaws(anew = false) {
    if (!laws || anew) {
      laws = load('manifest', anew).then(readManifest);
      laws.catch(() => { laws = null; });
    }
    return laws;
  }

  function readManifest({ digest, units, paths, titles, boosts, firsts, own: owns, blocks, shards }) {
    const whole = (coded) => { // each begins with some of the one before
      let before = '';
      return coded.map(([same, rest]) => (before = before.slice(0, same) + rest));
    };
    const names = whole(titles), split = (list) => ({ names: list.map(([name]) => name), firsts: list.map(([, first]) => first) });
    const pages = whole(paths).map((location, i) => ({
      ...makeEntry({ location, title: toHtml(names[i]), text: '' }, boosts[i]),
      first: firsts[i], end: i + 1 < firsts.length ? firsts[i + 1] : units, hasUnit: owns[i] === 1, // of its own, its first
    }));
    return { digest, units, pages, blocks: split(blocks), shards: split(shards) };
  }

  // Which of `firsts`, ascending, begins the range that has `value`; -1 if it comes before all.
  function rangeOf(firsts, value) {
    let low = -1, high = firsts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (firsts[middle] <= value) low = middle;
      else high = middle;
    }
    return low;
  }

  /* ---- postings: which units may have a part ---- */

  const ALPHABET = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).filter((char) => !'"\\<'.includes(char)).join('');
  const LAST = 60, HIGHER = ALPHABET.length - LAST; // how many digits end a number, and how many go before those
  const DIGIT = new Uint8Array(128).map((_, code) => Math.max(0, ALPHABET.indexOf(String.fromCharCode(code))));

  function readUnits(codes) { // written as the steps between them
    const units = [];
    let unit = -1, higher = 0;
    for (let i = 0; i < codes.length; i++) {
      const digit = DIGIT[codes.charCodeAt(i)];
      if (digit < LAST) {
        units.push(unit += higher * LAST + digit + 1);
        higher = 0;
      } else higher = higher * HIGHER + digit - LAST + 1;
    }
    return units;
  }

  function inAll(lists) {
    return lists.sort((a, b) => a.length - b.length).reduce((common, list) => {
      let i = 0;
      return common.filter((unit) => {
        while (list[i] < unit) i++;
        return list[i] === unit;
      });
    });
  }

  // Pairs of characters; of a long needle only some, for its text will be looked at.
  function gramsOf(needle) {
    if (needle.length < 2) return [needle];
    const count = Math.min(needle.length - 1, MAX_GRAMS), step = count > 1 ? (needle.length - 2) / (count - 1) : 0;
    return Array.from({ length: count }, (_, i) => needle.substr(Math.round(i * step), 2));
  }

  const IN_TEXT = 1, IN_TITLE = 2;
  // For each unit, where it may have the part.
  async function holders(index, part) {
    const held = new Uint8Array(index.units), needles = part.needles.map(gramsOf), articles = part.articles.map(gramsOf);
    const postings = new Map();
    await Promise.all([...new Set([...needles, ...articles].flat())].map(async (gram) => {
      const shard = rangeOf(index.shards.firsts, gram);
      const codes = (shard >= 0 && (await load(index.shards.names[shard]))[gram]) || '';
      const [inTexts, inTitles = ''] = codes.split(' ');
      postings.set(gram, { [IN_TEXT]: readUnits(inTexts), [IN_TITLE]: readUnits(inTitles) });
    }));
    const note = (where, forms) => {
      for (const grams of forms) for (const unit of inAll(grams.map((gram) => postings.get(gram)[where]))) held[unit] = where;
    };
    note(IN_TEXT, needles);
    note(IN_TITLE, [...needles, ...articles]);
    return held;
  }

  // One or two characters are a gram, so which units have them is known without looking at texts.
  const isExact = (parts) => parts.every((part) => !part.numbered && !part.sub && part.needles.every((needle) => needle.length <= 2));

  // The pages that may have the parts, those that promise most first: {page, score, hits: [{unit, score}]}.
  // The unit of the page itself is -1 if it has no text that counts.
  async function findPages(index, parts) {
    const held = await Promise.all(parts.map((part) => holders(index, part)));
    return index.pages.map((page) => {
      const named = parts.map((part) => find(page.title, part) > 0);
      const estimate = (unit, itself) => {
        let score = 0, has = false;
        for (let i = 0; i < parts.length; i++) {
          const where = itself && named[i] ? IN_TITLE : unit >= 0 ? held[i][unit] : 0;
          if (!where && !named[i]) return 0;
          has = has || where > 0;
          score += where === IN_TEXT ? TEXT : where && !itself && parts[i].articles.length ? ARTICLE : TITLE;
        }
        return has ? score * page.boost : 0;
      };
      const hits = [], note = (unit, score) => { if (score) hits.push({ unit, score }); };
      const itself = page.hasUnit && held.some((units) => units[page.first]) ? page.first : -1;
      note(itself, estimate(itself, true));
      for (let unit = page.first + (page.hasUnit ? 1 : 0); unit < page.end; unit++) note(unit, estimate(unit, false));
      hits.sort((a, b) => b.score - a.score);
      return { page, hits, score: hits.length ? hits[0].score : 0 };
    }).filter(({ hits }) => hits.length).sort((a, b) => b.score - a.score || b.hits.length - a.hits.length);
  }

  // Hits in laws, as far as their texts may be loaded, and what was not looked at.
  async function lookUpIn(index, parts, isWanted) {
    const left = await findPages(index, parts), texts = new Map(); // number of block -> its units
    const blockOf = ({ unit }) => rangeOf(index.blocks.firsts, unit);
    const blocksOf = ({ hits }) => [...new Set(hits.slice(0, MAX_UNITS).map(blockOf))].filter((block) => block >= 0).slice(0, MAX_BLOCKS_OF_PAGE);
    const found = [], unread = { pages: 0, units: 0 };
    for (let shown = 0; left.length && shown < MAX_PAGES && isWanted();) {
      const batch = [], missing = new Set();
      while (left.length && batch.length < MAX_PAGES - shown) {
        const more = blocksOf(left[0]).filter((block) => !texts.has(block) && !missing.has(block));
        if (texts.size + missing.size + more.length > MAX_BLOCKS) break;
        more.forEach((block) => missing.add(block));
        batch.push(left.shift());
      }
      if (!batch.length) break;
      await Promise.all(Array.from(missing, async (block) => texts.set(block, await load(index.blocks.names[block]))));
      for (const { page, hits } of batch) {
        const before = found.length, unknown = unread.units;
        for (const hit of hits) {
          const block = blockOf(hit);
          if (block >= 0 && !texts.has(block)) {
            unread.units++;
            continue;
          }
          const [anchor, title, text] = block < 0 ? ['', '', ''] : texts.get(block)[hit.unit - index.blocks.firsts[block]];
          const doc = anchor ? { location: `${page.doc.location}#${anchor}`, title: toHtml(title) } : page.doc;
          const entry = makeEntry({ ...doc, text: toHtml(text) }, page.boost, page), score = rate(entry, parts);
          if (score) found.push({ entry, score });
        }
        if (found.length > before) shown++;
        else if (unread.units > unknown) unread.pages++;
      }
    }
    unread.pages += left.length;
    for (const { hits } of left) unread.units += hits.length;
    return { found, unread };
  }

  // As above. Where files are missing, the site may have been published anew since it was opened.
  async function lookUpLaws(parts, isWanted) {
    const index = await openLaws();
    try {
      return await lookUpIn(index, parts, isWanted);
    } catch (error) {
      const fresh = await openLaws(true);
      if (fresh.digest === index.digest) throw error;
      return lookUpIn(fresh, parts, isWanted);
    }
  }

  /* ---- results ---- */

  // `html` with the hits marked, at most `limit` characters of it from around the first one. The words
  // hit are added to `words`. `text` is compact(html).
  function mark(html, text, parts, words, limit) {
    const hits = [], ranges = [], same = text.length === html.length; // same: all characters are where they were
    for (const part of parts) find(text, part, (first, last) => hits.push([first, last]));
    const at = [];
    if (hits.length && !same) compact(html, at);
    for (const [first, last] of hits.sort((a, b) => a[0] - b[0])) {
      const start = same ? first : at[first], tail = same ? last - 1 : at[last - 1];
      const end = tail + (html[tail] === '&' ? entityAt(html, tail)[0].length : 1), range = ranges[ranges.length - 1];
      if (range && start <= range[1]) range[1] = Math.max(range[1], end);
      else ranges.push([start, end]);
      const word = html.slice(start, end).replace(/&[^;]*;/g, (piece) => decode(entityAt(piece, 0)));
      if (words.size < MAX_TERMS) words.add(/\s/.test(word) ? text.slice(first, last) : word); // no blanks in a term
    }
    let start = 0, end = html.length;
    if (end > limit) {
      const whole = (i) => { // not into the middle of an entity or of a pair of surrogates
        const amp = html.lastIndexOf('&', i - 1), entity = amp >= 0 && entityAt(html, amp);
        return entity && amp + entity[0].length > i ? amp : i - (/[\udc00-\udfff]/.test(html.charAt(i)) ? 1 : 0);
      };
      const first = Math.max(0, Math.min((ranges.length && ranges[0][0]) - BEFORE_HIT, end - limit));
      [start, end] = [whole(first), whole(first + limit)];
    }
    let out = start > 0 ? '…' : '', done = start;
    for (const [from, to] of ranges.filter((range) => range[0] < end)) { // none begins before `start`
      out += `${html.slice(done, from)}<mark>${html.slice(from, Math.min(to, end))}</mark>`;
      done = Math.min(to, end);
    }
    return out + html.slice(done, end) + (end < html.length ? '…' : '');
  }

  function present({ entry, score }, parts) {
    const { doc } = entry, words = new Set(), terms = {};
    if (!score) return Object.assign({}, doc, { text: '', score, terms });
    const title = mark(doc.title, entry.title, parts, words), text = mark(doc.text, entry.text, parts, words, SNIPPET);
    for (const part of parts) // those in the title of the page alone
      if (!find(entry.title, part) && !find(entry.text, part)) words.add(part.needles[0]);
    // Of the terms, the target page makes a regex and applies it to escaped text: separators cut them,
    // an empty piece would match everywhere, quotes match nothing, a piece of an entity would break it,
    // and of two that begin alike the first one wins, so the longer go first.
    const pieces = [].concat(...[...words].map((word) => word.split(guides.separator))).join(' ').split(/[\s*+\-:~^<>"']+/)
      .filter((piece) => !'&amp;&lt;&gt;&quot;&#39;'.includes(piece.toLowerCase())).sort((a, b) => b.length - a.length);
    for (const piece of pieces) terms[piece] = true;
    return Object.assign({}, doc, { title, text, score, terms });
  }

  async function lookUp(parts, isWanted) {
    if (!parts.length) return { parts, found: [], unread: { pages: 0, units: 0 }, failed: false };
    const inGuides = guides.entries.map((entry) => ({ entry, score: rate(entry, parts) })).filter(({ score }) => score > 0);
    let inLaws = { found: [], unread: { pages: 0, units: 0 } }, failed = false;
    try {
      inLaws = await lookUpLaws(parts, isWanted);
    } catch (error) {
      console.warn('search:', error);
      failed = true;
    }
    // Best first; sort() keeps the order of the index among equals.
    const found = [...inGuides, ...inLaws.found].sort((a, b) => b.score - a.score);
    return { parts, found, unread: inLaws.unread, failed };
  }

  async function search(query, isWanted) {
    const folded = foldText(query).replace(SPACED, '第$1');
    const apart = folded.replace(CITED, ' ');
    let result = await lookUp(parse(folded), isWanted);
    // Only if nothing has it as it stands.
    if (!result.found.length && apart !== folded && !result.failed && isWanted()) result = await lookUp(parse(apart), isWanted);
    const { parts, found, unread, failed } = result, groups = new Map();
    for (const hit of found) {
      const path = pathOf(hit.entry.doc.location);
      if (!groups.has(path)) groups.set(path, []);
      groups.get(path).push(hit);
    }
    const shown = [...groups].slice(0, MAX_PAGES);
    const items = shown.map(([path, hits]) => {
      const group = hits.slice(0, MAX_UNITS);
      if (!group.some(({ entry }) => entry.doc.location === path)) group.splice(MAX_UNITS - 1, 1, { entry: hits[0].entry.page, score: 0 });
      return group.map((hit) => present(hit, parts));
    });
    const displayed = items.flat().filter((doc) => doc.score > 0).length;
    return { items, tally: {
      query, pages: groups.size + unread.pages, units: found.length + unread.units, exact: !failed && (!unread.units || isExact(parts)),
      shown: shown.length, complete: !failed && displayed === found.length && !unread.units, failed,
    } };
  }

  /* ---- answers ---- */

  // What to say of an answer; nothing where the theme itself says that there is nothing.
  function describe({ pages, units, exact, shown, complete, failed }) {
    const number = (n) => n.toLocaleString('zh-CN');
    if (failed) return '检索所需的数据没有载入，结果不全。请检查网络，或者刷新页面后再试。';
    if (!units) return '';
    if (!shown) return `查看过的条文里没有找到，还有约 ${number(units)} 条没有查看。请换一个更具体的词。`;
    if (complete) return `共有 ${number(units)} 条命中，见于 ${number(pages)} 件`;
    return `共有${exact ? '' : '约'} ${number(units)} 条命中，显示最相关的 ${number(shown)} 件`;
  }

  function tell(tally) {
    const words = describe(tally);
    if (words) regkitTheme.sayAboveResults(words); // after the theme has said how many pages it shows
    document.dispatchEvent(new CustomEvent('regkit-search', { detail: tally }));
  }

  let turn = 0; // only the newest query is answered, so no answer comes after one to a later query
  async function answer(query) {
    const mine = ++turn, isWanted = () => mine === turn;
    if (foldText(query).trim()) await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
    if (!isWanted()) return null;
    const impatience = setTimeout(() => isWanted() && regkitTheme.sayAboveResults('正在检索……'), PATIENCE);
    const { items, tally } = await search(query, isWanted);
    clearTimeout(impatience);
    return isWanted() ? { groups: items, shown: () => tell(tally) } : null;
  }

  regkitTheme.answerSearches(own.src, { setUp: (data) => { guides = setup(data); }, answer });
  regkitTheme.onSearchFocus(() => openLaws().catch(() => {})); // the query will tell
  return { take, toChinese, fromChinese, foldText, compactText: (text) => compact(toHtml(text)) };
})();
