'use strict';
/* Search in Chinese law texts, in place of Material's own worker.
 *
 * A query is cut at blanks. Every part must occur literally in a section, that is in its title or its
 * text; all parts but one may be in the title of the section's page instead (公司法 第23条). Texts and
 * queries are folded first: each character becomes exactly one, so a hit leads back to the original.
 *
 * Messages, as Material's bundle sends and expects them:
 *   {type: 0, data: {config, docs}} -> {type: 1}
 *   {type: 2, data: 'query'}        -> {type: 3, data: {items: [[doc, ...], ...]}}, one group a page
 */
(function (scope) {
  const MAX_GROUPS = 200, MAX_DOCS = 50, MAX_TERMS = 10, SNIPPET = 120, BEFORE_HIT = 40;
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

  /* ---- folding ---- */

  const folds = new Uint16Array(65536); // by UTF-16 code unit; 0: not known yet
  folds[BREAK] = BREAK;
  function fold(code) {
    if (folds[code]) return folds[code];
    let char = String.fromCharCode(code);
    if (char.normalize('NFKC').length === 1) char = char.normalize('NFKC');
    if (char.toLowerCase().length === 1) char = char.toLowerCase();
    return (folds[code] = /\s/.test(char) ? BLANK : char.charCodeAt(0));
  }

  function toText(codes, length) {
    let text = ''; // slice by slice: a call takes only so many arguments
    for (let i = 0; i < length; i += 8192) text += String.fromCharCode.apply(null, codes.slice(i, Math.min(i + 8192, length)));
    return text;
  }

  // Material puts U+200B between words if jieba is installed; a soft hyphen is no letter either.
  const INVISIBLE = /[\u00ad\u200b\u2060\ufeff]/g;
  function foldText(text) {
    const codes = text.replace(INVISIBLE, '').replace(/\s/g, ' ').split('').map((char) => fold(char.charCodeAt(0)));
    return toText(codes, codes.length);
  }

  /* ---- texts of the index, which are HTML ---- */

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

  // The text to search in: folded, an entity one character, and since 总　则 must be found as 总则,
  // with blanks only between two ASCII characters. at[i] tells where in `html` the i-th one starts;
  // it is valid until the next call, for memory is used again (there are some 100,000 texts).
  let kept = new Uint16Array(0), at = new Int32Array(0);
  const ascii = (code) => code < 128 && code !== BREAK;
  function compact(html) {
    if (html.length > at.length) [kept, at] = [new Uint16Array(html.length * 2), new Int32Array(html.length * 2)];
    let length = 0, blank = -1; // where the last blank was, if just now
    for (let i = 0, next; i < html.length; i = next) {
      let code = html.charCodeAt(i);
      const entity = code === 38 && entityAt(html, i);
      next = i + (entity ? entity[0].length : 1);
      code = fold(entity ? decode(entity).charCodeAt(0) : code);
      if (code === BLANK) blank = i;
      else {
        if (blank >= 0 && length && ascii(kept[length - 1]) && ascii(code)) {
          kept[length] = BLANK;
          at[length++] = blank;
        }
        kept[length] = code;
        at[length++] = i;
        blank = -1;
      }
    }
    return toText(kept, length);
  }

  /* ---- index ---- */

  let index = { entries: [], pages: new Map(), separator: /\s/ };

  function setup({ config, docs }) {
    const pages = new Map(); // location without '#' -> entry of the page itself
    const entries = docs.filter((doc) => doc && typeof doc.location === 'string').map((source) => {
      const doc = Object.assign({}, source, { title: clean(String(source.title || '')), text: clean(String(source.text || '')) });
      const entry = {
        doc, path: doc.location.split('#')[0], boost: doc.boost > 0 ? Number(doc.boost) : 1,
        title: compact(doc.title), text: compact(doc.text),
      };
      if (!doc.location.includes('#') && !pages.has(entry.path)) pages.set(entry.path, entry);
      return entry;
    });
    // Material can't show a group without its page, so make one up where the index has none.
    for (const { path, doc } of entries)
      if (!pages.has(path)) pages.set(path, { doc: { location: path, title: doc.title, text: '' }, title: '', text: '' });
    let separator = /\s/;
    try {
      separator = new RegExp(config.separator, 'img');
    } catch (error) { /* Material's highlighter won't work either, the search does */ }
    return { entries, pages, separator };
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
        if (!find(index.pages.get(entry.path).title, part)) return 0;
        worth = TITLE;
      } else if (article) worth = ARTICLE;
      else if (part.needles.includes(entry.title)) worth = EXACT_TITLE;
      own = own || hits > 0 || article;
      score += worth * (1.1 - 0.1 / (hits || 1)); // more hits count, but never more than a tenth
    }
    return own ? score * entry.boost : 0;
  }

  /* ---- results ---- */

  // `html` with the hits marked, at most `limit` characters of it from around the first one. The words
  // hit are added to `words`. `text` is compact(html).
  function mark(html, text, parts, words, limit) {
    const hits = [], ranges = [], same = text.length === html.length; // same: all characters are where they were
    for (const part of parts) find(text, part, (first, last) => hits.push([first, last]));
    if (hits.length && !same) compact(html);
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
    const pieces = [].concat(...[...words].map((word) => word.split(index.separator))).join(' ').split(/[\s*+\-:~^<>"']+/)
      .filter((piece) => !'&amp;&lt;&gt;&quot;&#39;'.includes(piece.toLowerCase())).sort((a, b) => b.length - a.length);
    for (const piece of pieces) terms[piece] = true;
    return Object.assign({}, doc, { title, text, score, terms });
  }

  // Entries that match, best first; sort() keeps the order of the index among equals.
  const lookUp = (parts) => index.entries.map((entry) => ({ entry, score: parts.length && rate(entry, parts) }))
    .filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);

  function search(query) {
    const folded = foldText(query).replace(SPACED, '第$1');
    const apart = folded.replace(CITED, ' ');
    let parts = parse(folded), found = lookUp(parts);
    if (!found.length && apart !== folded) found = lookUp(parts = parse(apart)); // only if nothing has it as it stands
    const groups = new Map();
    for (const hit of found) {
      const { path } = hit.entry;
      if (!groups.has(path) && groups.size < MAX_GROUPS) groups.set(path, []);
      if (groups.has(path) && groups.get(path).length < MAX_DOCS) groups.get(path).push(hit);
    }
    return { items: Array.from(groups, ([path, group]) => {
      const page = index.pages.get(path);
      if (!group.some(({ entry }) => entry === page)) group.splice(MAX_DOCS - 1, 1, { entry: page, score: 0 });
      return group.map((hit) => present(hit, parts));
    }) };
  }

  function answer(message) {
    try {
      if (message.type === 0) {
        index = setup(message.data);
        return { type: 1 };
      }
      if (message.type === 2) return { type: 3, data: search(message.data) };
    } catch (error) {
      console.warn('search:', error);
    }
    return { type: 3, data: { items: [] } };
  }

  scope.regkitSearch = { answer, toChinese, fromChinese, foldText };
  // In a page (opened from disk, where browsers refuse workers) main.html calls answer() itself.
  if (typeof document === 'undefined') scope.onmessage = (event) => scope.postMessage(answer(event.data));
})(self);
