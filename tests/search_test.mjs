// Tests of the search over what Material hands over, by messages as Material sends them; test_search.py tests it over an index.
// node --test tests/search_test.mjs (Node 18 or later, no packages)
import assert from 'node:assert/strict';
import test from 'node:test';
import { open } from './search_page.mjs';

const EMPTY = 'regkitSearch.take("manifest",{"digest":"","units":0,"paths":[],"titles":[],"boosts":[],"firsts":[],"own":[],"blocks":[],"shards":[]})';

/** The search on a page of a site without laws. */
const start = () => open((path) => (path === 'assets/search/manifest.js' ? EMPTY : undefined));

/** A search over `docs`, each [location, title, text, rest]. */
function site(docs, config = { separator: '[\\s\\u200b\\u3000\\-、。，．？！；]+' }) {
  const { send } = start();
  const data = { config, docs: docs.map(([location, title, text, rest]) => ({ location, title, text, ...rest })), options: {} };
  const ready = send({ type: 0, data });
  return async (query) => {
    assert.deepEqual(await ready, { type: 1 });
    const { type, data } = await send({ type: 2, data: query });
    assert.equal(type, 3);
    for (const group of data.items) {
      const path = group[0].location.split('#')[0];
      assert.equal(group.filter((doc) => doc.location === path).length, 1, 'the page is in its group once');
      for (const doc of group) {
        assert.equal(typeof doc.score, 'number');
        assert.ok(Object.values(doc.terms).every((value) => value === true));
      }
    }
    return data.items;
  };
}

const page = (location, ...sections) => [[location, location, ''], ...sections.map(([id, ...rest]) => [`${location}#${id}`, ...rest])];
const hits = (items) => items.flat().filter((doc) => doc.score > 0);
const places = (items) => hits(items).map((doc) => doc.location);
const visible = (html) => html.replace(/<[^>]*>/g, '').replace(/&[^;]*;/g, 'x');
const one = async (text, query, title = 'T') => hits(await site([['p/', title, text]])(query))[0];

/** Chinese numerals the slow, plain way: by writing out each case of up to four digits. */
function oracle(n) {
  const d = '零一二三四五六七八九';
  if (n < 10) return d[n];
  if (n < 20) return '十' + (n % 10 ? d[n % 10] : '');
  if (n < 100) return d[(n - (n % 10)) / 10] + '十' + (n % 10 ? d[n % 10] : '');
  if (n < 1000) {
    const rest = n % 100, head = d[(n - rest) / 100] + '百';
    if (rest === 0) return head;
    return head + (rest < 10 ? '零' : rest < 20 ? '一' : '') + oracle(rest);
  }
  const rest = n % 1000, head = d[(n - rest) / 1000] + '千';
  if (rest === 0) return head;
  return head + (rest < 100 ? '零' : '') + (rest >= 10 && rest < 20 ? '一' : '') + oracle(rest);
}

test('numerals, both ways', async () => {
  const { toChinese, fromChinese } = start();
  const known = { 1: '一', 10: '十', 11: '十一', 20: '二十', 100: '一百', 101: '一百零一', 110: '一百一十', 111: '一百一十一',
    120: '一百二十', 1000: '一千', 1001: '一千零一', 1010: '一千零一十', 1100: '一千一百', 1260: '一千二百六十', 9999: '九千九百九十九' };
  for (const [n, text] of Object.entries(known)) assert.equal(toChinese(Number(n)), text);
  for (let n = 1; n <= 9999; n++) {
    assert.equal(toChinese(n), oracle(n));
    assert.equal(fromChinese(oracle(n)), n);
  }
  assert.equal(fromChinese('一百〇一'), 101);
  for (const text of ['', '零', '百', '二三', '二〇二三', '百千', '一百一', '十十']) assert.equal(fromChinese(text), 0, text);
  for (const n of [0, -1, 10000, NaN]) assert.equal(toChinese(n), '');
});

test('a 款 or 项 of an article leads to the article', async () => {
  const search = site([...page('law', ['art_23', '第二十三条', '甲：（一）乙；（二）丙；（三）丁。'], ['art_24', '第二十四条', '依照第二十三条第三项。'],
    ['art_3', '第三条', '戊。'], ['art_23-1', '第二十三条之一', '己。'])]);
  for (const query of ['第23条第3项', '第二十三条第一款第（三）项', '23条第三项'])
    assert.equal(places(await search(query))[0], 'law#art_23', query);
  assert.equal(places(await search('第23条之1第2款'))[0], 'law#art_23-1');
});

test('folding keeps one character for one', async () => {
  const { foldText } = start();
  assert.equal(foldText('ＡＢＣ１２３（甲）：\u3000\u00a0Ⅳ㈠ｶ'), 'abc123(甲):  ⅳ㈠カ');
  assert.equal(foldText('融\u200b资\ufeff'), '融资');
  for (const text of ['ＡＢＣ股份', 'abc股份', 'ABC股份'])
    for (const query of ['ａｂｃ股', 'aBc股']) assert.deepEqual((await one(text, query)).terms, { [text.slice(0, 4)]: true });
  assert.equal((await one('中文 ＡＢＣ', 'abc')).text, '中文 <mark>ＡＢＣ</mark>');
  for (let code = 1; code < 65536; code++) assert.ok(foldText(String.fromCharCode(code)).length <= 1);
});

test('blanks', async () => {
  assert.equal((await one('x', '总则', '第一章　总　则')).title, '第一章　<mark>总　则</mark>');
  assert.deepEqual((await one('x', '总则', '第一章　总　则')).terms, { 总则: true }); // a blank can't be in a term
  assert.equal((await one('第 23 条 规定', '第23条')).text, '<mark>第 23 条</mark> 规定');
  assert.equal((await one('第二十三条', '第 23 条')).text, '<mark>第二十三条</mark>');
  assert.equal((await one('融\u200b资\u200b担保', '融资担保')).text, '<mark>融资担保</mark>');
  assert.equal(await one('GB 2312 标准', 'b2'), undefined);
  assert.equal(await one('<p>总</p>\n<p>则</p>', '总则'), undefined, 'not across paragraphs');
  assert.equal((await one('融<code>资</code>担保', '融资担保')).text, '<mark>融资担保</mark>');
});

test('exact, all parts', async () => {
  const search = site(page('p/', ['a', '甲', '融资担保公司设立'], ['b', '乙', '融资租赁，担保'], ['c', '丙', '融资']));
  assert.deepEqual(places(await search('融资担保')), ['p/#a']);
  assert.deepEqual(places(await search('融资　担保')).sort(), ['p/#a', 'p/#b']);
  assert.deepEqual(places(await search('  甲\t设立 ')), ['p/#a'], 'title and text together');
  assert.deepEqual(await search('融资担保费'), []);
  assert.deepEqual(await search(''), []);
  assert.deepEqual(await search(' 　\u00a0\u200b'), []);
});

test('the title of the page counts for all parts but one', async () => {
  const search = site([['g/', '公司法', '总说明'], ['g/#23', '第二十三条', '甲'], ['g/#24', '第二十四条', '乙'],
    ['h/', '担保法', ''], ['h/#1', '第一条', '依公司法第二十三条'], ['h/#2', '第二条', '依《公司法》第二十四条']]);
  assert.deepEqual(places(await search('公司法 第23条')), ['g/#23', 'h/#1']);
  assert.deepEqual(places(await search('公司法第23条')), ['h/#1'], 'literally');
  assert.deepEqual(places(await search('《公司法》第23条')), ['g/#23', 'h/#1'], 'taken apart, as nothing has it');
  assert.deepEqual(places(await search('公司法')), ['g/', 'h/#1', 'h/#2']);
});

test('numbers in queries', async () => {
  for (const [query, text] of [['第23条', '第二十三条'], ['23条', '第二十三条'], ['２３条', '第二十三条'], ['二十三条', '第二十三条'],
    ['第120条之1', '第一百二十条之一'], ['第一百二十条之一', '第120条之1'], ['第3章', '第三章'], ['第2款', '第二款'], ['第1编', '第一编'],
    ['第2分编', '第二分编'], ['第4节', '第四节'], ['第4项', '第（四）项'], ['第(4)项', '第四项'], ['第（四）项', '第四项'],
    ['第36条第1款第2项', '第三十六条第一款第（二）项'], ['第二十三条', '第23条'], ['第二十三条', '第２３条'], ['第1260条', '第一千二百六十条'],
    ['第010条', '第十条'], ['第14届', '第十四届'], ['第三人', '第三人'], ['30日', '30日']])
    assert.equal((await one(`甲${text}乙`, query))?.text, `甲<mark>${text}</mark>乙`, `${query} in ${text}`);
  for (const [query, text] of [['23条', '第一百二十三条'], ['二十三条', '第123条'], ['第23条', '第二百零三条'], ['第120条之1', '第一百二十条之十'],
    ['第120条之1', '第120条之12'], ['30日', '三十日'], ['第0条', '第零十条'], ['第10000条', '第一万条'], ['第12345条', '第一二三条']])
    assert.equal(await one(`甲${text}乙`, query), undefined, `${query} not in ${text}`);
  const { terms } = await one('第二十三条、第23条', '23条');
  assert.deepEqual(Object.keys(terms), ['第二十三条', '第23条']);
});

test('an article ranks before those that cite it', async () => {
  const search = site([
    ...page('a/', ['1', '第一条', '第二十三条，第二十三条，第二十三条'], ['2', '附：关于第二十三条', '第二十三条']),
    ...page('b/', ['art_123', '第一百二十三条', ''], ['art_23', '第二十三条　三方协议', '第一款']),
    ...page('c/', ['x', '第二十三条之一', ''], ['y', '第 23 条', '']),
    ...page('d/', ['z', '第二十三条', '甲', { boost: 0.3 }])]);
  for (const query of ['第23条', '23条', '二十三条', '第二十三条', '第２３条']) {
    const items = await search(query);
    assert.deepEqual(items.map((group) => group[0].location), ['b/#art_23', 'c/#y', 'd/#z', 'a/#2'], query);
    assert.deepEqual(places(items), ['b/#art_23', 'c/#y', 'c/#x', 'd/#z', 'a/#2', 'a/#1'], query);
  }
  const sub = site(page('p/', ['0', '第一百二十条', '依第一百二十条之一'], ['1', '第一百二十条之一　帮助', '']));
  assert.deepEqual(places(await sub('第120条之1')), ['p/#1', 'p/#0']);
  assert.deepEqual(places(await sub('第120条')), ['p/#0', 'p/#1']);
});

test('ranking', async () => {
  const search = site([...page('a/', ['1', '一', '担保'], ['2', '二', '担保担保'], ['3', '三', '担保']),
    ...page('b/', ['1', '担保合同', '无'], ['2', '担保', '无']), ...page('c/', ['1', '一', '担保'])]);
  assert.deepEqual((await search('担保')).map((group) => group.map((doc) => doc.location)),
    [['b/#2', 'b/#1', 'b/'], ['a/#2', 'a/#1', 'a/#3', 'a/'], ['c/#1', 'c/']]);
  const [[, , own]] = await search('担保');
  assert.deepEqual(own, { location: 'b/', title: 'b/', text: '', score: 0, terms: {} });
});

test('boost', async () => {
  const search = site([['old/', '旧', '担保'.repeat(40), { boost: 0.5 }], ['new/', '新', '担保', { boost: 1 }], ['plain/', '无', '担保', { tags: ['x'] }],
    ['best/', '优', '担保', { boost: 2 }], ['odd/', '怪', '担保', { boost: 'x' }], ['title/', '担保', '', { boost: 0.5 }]]);
  assert.deepEqual(places(await search('担保')), ['title/', 'best/', 'new/', 'plain/', 'odd/', 'old/']);
  assert.deepEqual(hits(await search('担保'))[3].tags, ['x'], 'other fields are kept');
});

test('escapes stay', async () => {
  assert.equal((await one('甲&lt;script&gt;乙', '甲')).text, '<mark>甲</mark>&lt;script&gt;乙');
  assert.equal((await one('甲&lt;script&gt;乙', '<script>')).text, '甲<mark>&lt;script&gt;</mark>乙');
  assert.equal((await one('甲&lt;script&gt;乙', 'script')).text, '甲&lt;<mark>script</mark>&gt;乙');
  assert.equal((await one('x', '<b>', '&lt;b&gt;')).title, '<mark>&lt;b&gt;</mark>');
  assert.equal((await one('甲A&amp;B公司', 'a&b')).text, '甲<mark>A&amp;B</mark>公司', 'across an entity');
  assert.deepEqual((await one('甲A&amp;B公司', 'a&b')).terms, { 'A&B': true });
  assert.equal((await one('&#60;b&#x3E;&copy;&nbsp;甲', '甲')).text, '&#60;b&#x3E;&copy;&nbsp;<mark>甲</mark>');
  for (const query of ['amp', 'lt', 'p', 'mark', '60']) assert.equal(await one('<p class="60">甲&amp;&lt;&#60;</p>', query), undefined, query);
  assert.equal((await one('&amp;lt;b&amp;gt;', 'lt')).text, '&amp;<mark>lt</mark>;b&amp;gt;', 'escaped twice');
  assert.equal((await one('a < b & c', 'b')).text, 'a &lt; <mark>b</mark> &amp; c', 'what was not escaped');
  assert.equal((await one('<p>甲</p><ol><li>融资</li><li>担保</li></ol>', '担保')).text.replace(/\s+/g, ' '), '甲 融资 <mark>担保</mark>');
  for (const text of ['<img src=x onerror=alert(1)>甲', '<svg/onload=alert(1)>甲', '<<p>script>甲', '<scr<p>ipt>甲', '<!-- x --><x>甲'])
    assert.doesNotMatch((await one(text, '甲')).text.replace(/<\/?mark>/g, ''), /<(?!$)/, text);
});

test('snippets', async () => {
  const long = '前'.repeat(500) + '融资担保' + '后'.repeat(500);
  const { text } = await one(long, '融资担保');
  assert.match(text, /^…前{40}<mark>融资担保<\/mark>后{76}…$/);
  assert.match((await one('融资担保' + '后'.repeat(500), '担保')).text, /^融资<mark>担保<\/mark>后{116}…$/);
  assert.match((await one('前'.repeat(500) + '担保', '担保')).text, /^…前{118}<mark>担保<\/mark>$/);
  assert.match((await one('后'.repeat(500), '题', '题')).text, /^后{120}…$/);
  assert.equal((await one('后'.repeat(120), '题', '题')).text, '后'.repeat(120));
  for (let n = 1; n < 60; n++) {
    const { text } = await one('甲'.repeat(n) + '&amp;甲乙&#x3c;'.repeat(200), '乙');
    assert.ok(visible(text).length <= 122 && /^…?(甲|乙|&amp;|&#x3c;|<\/?mark>)+…$/.test(text), text);
  }
  for (let n = 0; n < 9; n++) // a window that begins within an entity still reaches the hit at the end
    assert.match((await one('&amp;'.repeat(40) + '前'.repeat(n) + '担保', '担保')).text, /^…(&amp;)+前*<mark>担保<\/mark>$/);
  assert.equal((await one('x', '长', '长'.repeat(300))).title.length, 300 + '<mark></mark>'.length);
  const rare = (await one('𠮷'.repeat(50) + '担保' + '𠮷'.repeat(300), '担保')).text;
  assert.ok(visible(rare).length <= 122 && rare.isWellFormed?.() !== false, rare);
  assert.doesNotMatch(rare.replace(/[\ud800-\udbff][\udc00-\udfff]/g, ''), /[\ud800-\udfff]/);
});

/** What Material's bundle makes of ?h= on the target page (the same steps, written anew). */
function highlight(terms, separator, value) {
  const cutter = new RegExp(separator, 'img');
  const query = Object.keys(terms).join(' ').replace(/[\s*+\-:~^]+/g, ' ').replace(/&/g, '&amp;').trim();
  const words = query.replace(/[|\\{}()[\]^$+*?.-]/g, '\\$&').replace(cutter, '|');
  if (!words) return value; // without ?h= there is nothing to highlight
  return value.replace(new RegExp(`(^|${separator}|)(${words})`, 'img'), '$1[$2]');
}

test('terms suit the highlighter of the target page', async () => {
  const zh = '[\\s\\u200b\\u3000\\-、。，．？！；]+';
  for (const [text, query, result] of [
    ['依第二十三条。', '23条', '依[第二十三条]。'], ['甲，担保。', '，担保。', '甲，[担保]。'], ['（一）项', '(一)项', '[（一）项]'],
    ['融资担保公司与担保', '担保 融资担保', '[融资担保]公司与[担保]'], ['2020-01-02', '2020-01', '[2020]-[01]-02'], ['ab+cd', 'ab+cd', '[ab]+[cd]'],
    ['有&lt;控制&gt;的', '<控制>', '有&lt;[控制]&gt;的'], ['甲A&amp;B乙', 'a&b', '甲[A&amp;B]乙'], ['&amp;第3号&amp;#39;', '3', '&amp;第3号&amp;#39;']])
    assert.equal(highlight((await one(text, query)).terms, zh, text), result, query);
  for (const query of ['，', '。、', '-', '+']) assert.deepEqual((await one('甲，。、-+乙', query)).terms, {}, 'never an empty pattern');
  assert.equal(hits(await site([['p/', '', 'a b']], { separator: '(' })('a')).length, 1, 'a broken separator');
  assert.equal(hits(await site([['p/', '', 'a b']], {})('a')).length, 1, 'no separator');
});

test('limits', async () => {
  const docs = [];
  for (let p = 0; p < 40; p++) for (let i = 0; i < 30; i++) docs.push([`p${p}/${i ? '#' + i : ''}`, i ? 'x' : '页', i ? '担保' : '']);
  const items = await site(docs)('担保');
  assert.equal(items.length, 30);
  assert.ok(items.every((group) => group.length === 20));
});

test('a page that the index lacks is made up', async () => {
  const [group] = await site([['p/#a', '甲', '担保']])('担保');
  assert.deepEqual(group[1], { location: 'p/', title: '甲', text: '', score: 0, terms: {} });
});

test('bad messages', async () => {
  const none = { type: 3, data: { items: [] } }, { send } = start();
  assert.deepEqual(await send({ type: 2, data: '担保' }), none, 'before setup');
  for (const message of [undefined, null, 1, 'x', {}, { type: 9 }, { type: 0 }, { type: 0, data: {} }, { type: 0, data: { docs: 5 } },
    { type: 2 }, { type: 2, data: 5 }, { type: 2, data: {} }]) assert.deepEqual(await send(message), none);
  assert.deepEqual(await send({ type: 0, data: { config: {}, docs: [null, 5, {}, { location: 'a/' }, { location: 'b/', title: 5, text: null }] } }), { type: 1 });
  assert.equal((await send({ type: 2, data: '5' })).data.items.length, 1);
  for (const query of ['[', '\\', '(?:', '$&', '__proto__', '\ud800', '第条', '第(项', '之', '*'])
    assert.deepEqual(await send({ type: 2, data: query }), none, query);
});

test('the theme gets the search in place of its worker, and everything else as before', () => {
  const { config, scope } = start();
  const { search, ...rest } = JSON.parse(config.textContent);
  assert.deepEqual([search, rest], ['file:///site/assets/regkit/search.js', { base: '.' }]);
  const other = new scope.Worker('other.js', { name: 'x' });
  assert.deepEqual([other.url, other.options], ['other.js', { name: 'x' }]);
});

test('scripts are told of each page, whether the theme swaps pages or not', () => {
  const { scope } = start(), seen = [];
  const { onPage, onPlace } = scope.regkitTheme;
  onPage(() => seen.push('at once'));
  onPlace(() => seen.push('never'));
  assert.deepEqual(seen, ['at once']);
  const swaps = [], places = [];
  scope.document$ = { subscribe: (start) => swaps.push(start) };
  scope.location$ = { subscribe: (listener) => places.push(listener) };
  onPage(() => seen.push('page'));
  onPlace(() => seen.push('place'));
  assert.equal(seen.length, 1, 'the theme says when');
  for (const call of [...swaps, ...swaps, ...places]) call();
  assert.deepEqual(seen.slice(1), ['page', 'page', 'place']);
});

test('only the newest query is answered', async () => {
  const { worker, send, tallies } = start(), answers = [];
  await send({ type: 0, data: { config: {}, docs: [{ location: 'p/', title: '集市', text: '摊主' }] } });
  worker.addEventListener('message', ({ data }) => answers.push(data.data.items.length));
  for (const query of ['集', '集市', '没有', '集市']) worker.postMessage({ type: 2, data: query });
  await new Promise((resolve) => { setTimeout(resolve, 50); });
  assert.deepEqual([answers, tallies.map(({ query }) => query)], [[1], ['集市']]);
});

test('an index that can not be loaded is never taken for one that has nothing', async () => {
  for (const read of [() => undefined, () => 'regkitSearch.take("another", {})', () => '']) {
    const { send, meta, tallies } = open(read);
    await send({ type: 0, data: { config: {}, docs: [{ location: 'p/', title: '集市', text: '' }] } });
    assert.deepEqual((await send({ type: 2, data: '没有' })).data.items, []);
    assert.match(meta.textContent, /没有载入/);
    assert.deepEqual([tallies[0].failed, tallies[0].complete, tallies[0].exact], [true, false, false]);
    assert.equal((await send({ type: 2, data: '集市' })).data.items.length, 1, 'what is here is shown');
    assert.match(meta.textContent, /没有载入/);
  }
});

test('the index is loaded when the box gets the focus, or with the first query', async () => {
  const { listeners, asked, send } = start();
  assert.deepEqual(asked, []);
  listeners.focusin({ target: { matches: () => false } });
  assert.deepEqual(asked, []);
  listeners.focusin({ target: { matches: () => true } });
  assert.deepEqual(asked, ['file:///site/assets/search/manifest.js']);
  await send({ type: 2, data: '集市' });
  assert.equal(asked.length, 1, 'once');
});
