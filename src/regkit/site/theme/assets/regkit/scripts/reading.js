// @ts-check
'use strict';
/* What the pages of laws do beyond being read: menus, previews, keys, filters. Without it everything can still be read. */
(function () {
  /** @type {(selector: string, root?: ParentNode) => any} */
  const $ = (selector, root = document) => root.querySelector(selector);
  /** @type {(selector: string, root?: ParentNode) => any[]} */
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  document.documentElement.classList.add('rk-has-js');
  // What the page says of itself, and its provisions; set anew for each page that instant navigation brings in.
  let info = null, articles = [], onHash = () => {};
  addEventListener('hashchange', () => onHash());
  const touched = (event) => event.pointerType === 'touch' || event.pointerType === 'pen';

  // Data stand in templates: instant navigation runs whatever is in a script element.
  function dataOf(selector) {
    const template = $(selector);
    return template ? JSON.parse(template.content.textContent) : null;
  }

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes))
      if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
      else if (value !== null) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /* ---- messages: spoken by screen readers too ---- */

  const toast = make('div', { class: 'rk-toast', role: 'status' });
  document.body.append(toast);
  let toasting;
  function say(words) {
    toast.textContent = words;
    toast.classList.add('rk-toast-on');
    clearTimeout(toasting);
    toasting = setTimeout(() => toast.classList.remove('rk-toast-on'), 2500);
  }

  async function copy(text, words) {
    try {
      await navigator.clipboard.writeText(text);
    } catch (error) { // a page opened from a disk, or an older browser
      const box = make('textarea', { class: 'rk-sr' });
      box.value = text;
      document.body.append(box);
      box.select();
      const done = document.execCommand('copy');
      box.remove();
      if (!done) return say('浏览器不允许复制，请手工复制：' + text);
    }
    say(words);
  }

  /* ---- provisions: what they are called ---- */

  const chinese = (n) => regkitSearch.toChinese(n) || String(n);

  const LEVELS = { part: '编', subpart: '分编', chp: '章', sec: '节', dvs: '部分', art: '条', para: '款' };
  const UNNUMBERED = { part_nn_1: '总则', part_nn_2: '分则', part_nn_3: '附则' };
  // art_23__para_1__point_3 -> 第二十三条第一款第（三）项, as regkit.Address prints it
  function written(eid) {
    return eid.split('__').map((step) => {
      if (UNNUMBERED[step]) return UNNUMBERED[step];
      const [prefix, number] = step.split('_'), [value, ...inserted] = number.split('-').map(Number);
      const after = inserted.map((n) => '之' + chinese(n)).join('');
      if (prefix === 'att') return `附件${chinese(value)}${after}`;
      if (prefix === 'point') return `第（${chinese(value)}）项${after}`;
      if (prefix === 'indent') return `第${value}目${after}`;
      return `第${chinese(value)}${LEVELS[prefix]}${after}`;
    }).join('');
  }

  const PROVISION = /^(?:att_[\d-]+__)?(?:art|dvs|chp|sec|part|subpart|att|para)_(?:nn_)?[\d-]+(?:__[a-z]+_[\d-]+)*$/;

  function address(id) {
    return location.href.split('#')[0].split('?')[0] + '#' + id;
  }

  function citation(id) {
    return info.title + written(id);
  }

  /* ---- the menu of a provision ---- */

  let menu = null, opener = null;
  function closeMenu(focus) {
    if (!menu) return;
    menu.remove();
    menu = null;
    opener.setAttribute('aria-expanded', 'false');
    if (focus) opener.focus();
  }

  function openMenu(button, id) {
    const again = menu && opener === button && menu.dataset.id === id;
    closeMenu();
    if (again) return;
    menu = make('div', { class: 'rk-popup rk-actions', 'data-id': id },
      make('p', { class: 'rk-preview-title' }, written(id)), make('ul', {}, ...actionsOf(id).map((action) => make('li', {}, action))));
    const chooser = partChooser(button, id);
    if (chooser) menu.append(make('p', {}, make('label', {}, '款、项 ', chooser)));
    menu.addEventListener('click', (event) => { if (event.target.closest('button, a')) closeMenu(true); });
    menu.addEventListener('keydown', moveInMenu);
    opener = button;
    button.setAttribute('aria-expanded', 'true');
    button.after(menu);
    keepInSight(menu);
    $('button, a', menu).focus();
  }

  const articleOf = (id) => id.split('__')[0];

  function actionsOf(id) {
    const article = articleOf(id), count = info.cited[id] || 0;
    const actions = [
      make('button', { type: 'button', onclick: () => copy(address(id), '已复制链接') }, '复制链接'),
      make('button', { type: 'button', onclick: () => copy(citation(id), '已复制引用') }, '复制引用'),
      make('button', { type: 'button', onclick: () => copy(`${citation(id)}（${info.version}）`, '已复制引用') }, '复制引用（注明版本）'),
    ];
    if (info.history && article.startsWith('art_'))
      actions.push(make('a', { href: `${info.history}#v${info.dated}-${article}` }, '本条沿革'));
    if (count) actions.push(make('a', { href: `${info.references}#to-${id}` }, `被引用（${count} 处）`));
    return actions;
  }

  // The menu of an article is also that of its 款 and 项, if it has several.
  function partChooser(button, id) {
    const article = articleOf(id), below = (part) => written(part.id).slice(written(article).length);
    const parts = $$(`[id^="${article}__"]`).filter((part) => !part.hidden && PROVISION.test(part.id));
    if (parts.length < 2) return null;
    const choose = () => { openMenu(button, chooser.value); $('select', menu).focus(); };
    const chooser = make('select', { 'aria-label': '款、项', onchange: choose },
      make('option', { value: article }, '整条'), ...parts.map((part) => make('option', { value: part.id }, below(part))));
    chooser.value = id;
    return chooser;
  }

  function moveInMenu(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target.matches('select')) return; // which has a use for these keys itself
    const list = $$('button, a', menu);
    event.preventDefault();
    list[(list.indexOf(document.activeElement) + step + list.length) % list.length].focus();
  }

  function keepInSight(popup) {
    popup.style.left = popup.style.top = '';
    const box = popup.getBoundingClientRect(), wide = document.documentElement.clientWidth;
    if (box.right > wide - 8) popup.style.marginLeft = `${wide - 8 - box.right}px`;
    if (box.left < 8) popup.style.marginLeft = `${8 - box.left}px`;
  }

  function addHandles() {
    const law = $('.rk-law');
    const provisions = law && info ? $$('[id]', law).filter((element) => PROVISION.test(element.id) && !element.hidden) : [];
    articles = provisions.filter((element) => element.classList.contains('rk-article'));
    for (const element of provisions) {
      const id = element.id, whole = element.classList.contains('rk-article');
      const button = make('button', { type: 'button', class: 'rk-handle', 'aria-expanded': 'false', 'aria-label': `${written(id)}：复制链接、引用等` });
      button.addEventListener('click', (event) => { event.stopPropagation(); openMenu(button, id); });
      if (whole) element.after(button);
      else {
        // The menu of an article leads to its 款 and 项 too; hundreds of buttons would only be in the way of those who hear the page.
        button.tabIndex = -1;
        button.setAttribute('aria-hidden', 'true');
        element.append(button);
      }
      // A finger does not hover: touching a 款 shows its handle.
      element.addEventListener('click', (event) => {
        if (!touched(event) || event.target.closest('a, button')) return;
        $$('.rk-touched').forEach((other) => other.classList.remove('rk-touched'));
        element.classList.add('rk-touched');
      });
    }
  }

  /* ---- previews of citations and terms ---- */

  let preview = null, previewed = null, waiting = null;
  function closePreview(focus) {
    clearTimeout(waiting);
    if (!preview) return;
    preview.remove();
    preview = null;
    previewed.removeAttribute('aria-describedby');
    if (focus) previewed.focus();
  }

  function contentOf(link) {
    const box = make('div', { class: 'rk-popup rk-preview', id: 'rk-preview', role: 'tooltip' });
    if (link.dataset.rkPreview !== undefined) {
      const template = $(`template[data-rk-preview="${link.dataset.rkPreview}"]`);
      if (!template) return null;
      box.append(template.content.cloneNode(true));
    } else {
      for (const id of link.dataset.shown.split(' ').slice(0, 3)) {
        const start = document.getElementById(id);
        if (!start) continue;
        box.append(make('p', { class: 'rk-preview-title' }, written(id)));
        for (const part of wordsOf(start)) box.append(part);
      }
      const more = link.dataset.shown.split(' ').length - 3;
      if (more > 0) box.append(make('p', { class: 'rk-preview-note' }, `还有 ${more} 处`));
      if (!box.childElementCount) return null;
    }
    if (link.href) {
      const words = link.classList.contains('rk-term') ? '看定义' : '看原文';
      box.append(make('p', { class: 'rk-preview-go' }, make('a', { href: link.getAttribute('href') }, words)));
    }
    return box;
  }

  // The words of a provision: for an article all its paragraphs, for a 款 itself and its items.
  function wordsOf(start) {
    const parts = [];
    let next = start.matches('h2, h3, h4, h5, h6') ? start.nextElementSibling : start;
    for (; next && parts.length < 12; next = next.nextElementSibling) {
      if (next !== start && (next.matches('h2, h3, h4, h5, h6') || (next.id && !next.id.startsWith(start.id + '__')))) break;
      if (next.hidden || next.matches('.rk-popup')) continue;
      const copied = make('p', {}, ...[...next.childNodes].map((node) => node.cloneNode(true)));
      $$('.rk-handle, .rk-popup', copied).forEach((each) => each.remove());
      $$('a', copied).forEach((each) => each.replaceWith(...each.childNodes));
      $$('[id]', copied).forEach((each) => each.removeAttribute('id'));
      parts.push(copied);
    }
    return parts;
  }

  function openPreview(link) {
    if (preview && previewed === link) return;
    closePreview();
    const box = contentOf(link);
    if (!box) return;
    preview = box;
    previewed = link;
    document.body.append(box);
    const at = link.getClientRects()[0], size = box.getBoundingClientRect();
    const below = at.bottom + size.height + 12 < innerHeight || at.top < size.height + 12;
    box.style.left = `${Math.max(8, Math.min(at.left, document.documentElement.clientWidth - size.width - 8)) + scrollX}px`;
    box.style.top = `${(below ? link.getClientRects()[link.getClientRects().length - 1].bottom + 6 : at.top - size.height - 6) + scrollY}px`;
    link.setAttribute('aria-describedby', 'rk-preview');
    box.addEventListener('mouseenter', () => clearTimeout(waiting));
    box.addEventListener('mouseleave', () => { waiting = setTimeout(closePreview, 250); });
    box.addEventListener('click', (event) => { if (event.target.closest('a')) closePreview(); });
  }

  function addPreviews() {
    for (const link of $$('[data-rk-preview]:not(template), [data-shown]')) addPreview(link);
  }

  function addPreview(link) {
    link.addEventListener('pointerenter', (event) => {
      if (touched(event)) return;
      clearTimeout(waiting);
      waiting = setTimeout(() => openPreview(link), 200);
    });
    link.addEventListener('pointerleave', (event) => {
      if (touched(event)) return;
      clearTimeout(waiting);
      waiting = setTimeout(closePreview, 250);
    });
    link.addEventListener('focus', () => { if (link.matches(':focus-visible')) openPreview(link); });
    link.addEventListener('blur', () => { waiting = setTimeout(() => { if (preview && !preview.contains(document.activeElement)) closePreview(); }, 250); });
    // The first touch shows what is cited, the link in it leads there.
    link.addEventListener('click', (event) => {
      if (!touched(event) && link.href) return closePreview();
      if (preview && previewed === link && link.href) return;
      event.preventDefault();
      openPreview(link);
    });
  }

  document.addEventListener('click', (event) => {
    const clicked = /** @type {Element} */ (event.target);
    if (menu && !menu.contains(clicked) && clicked !== opener) closeMenu();
    if (preview && !preview.contains(clicked) && !previewed.contains(clicked)) closePreview();
    $$('.rk-menu[open]').forEach((each) => { if (!each.contains(clicked)) each.open = false; });
    if (clicked.closest('.rk-sidebar a')) regkitTheme.closeDrawer();
  });

  /* ---- the contents follow ---- */

  let follow = () => {};
  let due = false;
  addEventListener('scroll', () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; follow(); });
  }, { passive: true });

  function followContents() {
    const toc = $('.rk-toc');
    follow = () => {};
    if (!toc) return;
    const links = new Map($$('a[href^="#"]', toc).map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
    const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    let active = null;
    follow = () => {
      const line = 160;
      let found = null;
      for (const heading of headings) {
        if (heading.offsetParent === null) continue;
        if (heading.getBoundingClientRect().top > line) break;
        found = heading;
      }
      const link = found && links.get(found.id);
      if (link === active) return;
      if (active) { active.removeAttribute('aria-current'); }
      active = link;
      if (!link) return;
      link.setAttribute('aria-current', 'location');
      const scroller = regkitTheme.scrollerOf(link);
      const box = link.getBoundingClientRect(), frame = scroller.getBoundingClientRect();
      if (box.top < frame.top + 40 || box.bottom > frame.bottom - 40)
        scroller.scrollTop += box.top - frame.top - frame.height / 2;
    };
    follow();
  }

  /* ---- keys ---- */

  const KEYS_OFF = 'regkit.keys.off';
  const stored = (value) => {
    try {
      if (value === undefined) return localStorage.getItem(KEYS_OFF);
      if (value) localStorage.setItem(KEYS_OFF, '1'); else localStorage.removeItem(KEYS_OFF);
    } catch (error) { /* storage is forbidden: the keys stay on */ }
    return null;
  };

  function current() {
    const line = 160;
    let found = articles[0];
    for (const article of articles) {
      if (article.getBoundingClientRect().top > line) break;
      found = article;
    }
    return found;
  }

  function go(step) {
    const line = 160;
    const at = articles.indexOf(current());
    const above = articles[at] && articles[at].getBoundingClientRect().top > line;
    const next = articles[Math.max(0, Math.min(articles.length - 1, above ? at : at + step))];
    if (!next) return;
    history.replaceState(null, '', '#' + next.id);
    next.scrollIntoView();
    const handle = next.nextElementSibling;
    if (handle && handle.matches('.rk-handle')) handle.focus({ preventScroll: true });
  }

  const help = make('dialog', { class: 'rk-help', 'aria-labelledby': 'rk-help-title' });
  help.innerHTML = `<h2 id="rk-help-title">快捷键</h2><dl>
    <div><dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>下一条、上一条</dd></div>
    <div><dt><kbd>c</kbd></dt><dd>复制当前条的引用</dd></div>
    <div><dt><kbd>l</kbd></dt><dd>复制当前条的链接</dd></div>
    <div><dt><kbd>d</kbd></dt><dd>与前一文本对照</dd></div>
    <div><dt><kbd>h</kbd></dt><dd>本条沿革</dd></div>
    <div><dt><kbd>/</kbd></dt><dd>检索</dd></div>
    <div><dt><kbd>Esc</kbd></dt><dd>关闭</dd></div></dl>
    <label><input type="checkbox" id="rk-keys"> 停用这些单个字母的快捷键</label>
    <form method="dialog"><button class="rk-tool">关闭</button></form>`;
  document.body.append(help);
  $('#rk-keys', help).checked = Boolean(stored());
  $('#rk-keys', help).addEventListener('change', (event) => stored(event.target.checked));

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      if (preview) return closePreview(preview.contains(document.activeElement));
      if (menu) return closeMenu(true);
      return;
    }
    if (!info || event.ctrlKey || event.metaKey || event.altKey || stored() || help.open) return;
    if (/** @type {Element} */ (event.target).closest('input, textarea, select, [contenteditable]')) return;
    const article = current();
    const actions = {
      j: () => go(1),
      k: () => go(-1),
      c: () => article && copy(citation(article.id), '已复制引用：' + written(article.id)),
      l: () => article && copy(address(article.id), '已复制链接：' + written(article.id)),
      d: () => { if (info.compare) location.href = info.compare; },
      h: () => { if (info.history && article) location.href = `${info.history}#v${info.dated}-${article.id}`; },
      '?': () => help.showModal(),
    };
    if (!actions[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    actions[event.key]();
  }, true);

  /* ---- the page of a version ---- */

  const isNarrow = () => matchMedia('(max-width: 45em)').matches;
  const today = () => new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10); // the day in China
  /** What the address of the page leads to. @type {() => HTMLElement | null} */
  const addressed = () => document.getElementById(decodeURIComponent(location.hash.slice(1)));

  // On a phone the law comes first; on paper and on a desk there is room for both.
  function foldFacts() {
    if ($('.rk-law') && isNarrow()) $$('.rk-facts').forEach((box) => { box.open = !$('.rk-art'); });
  }

  // A page may be older than what it says.
  function warnIfStale() {
    if (info && info.changes && today() >= info.changes) $$('.rk-stale').forEach((box) => { box.hidden = false; });
  }

  // The page of the text in force only leads on, and keeps the place.
  function leadOn() {
    const goto = $('#rk-goto');
    if (goto) location.replace(goto.getAttribute('href') + location.hash);
  }

  /* ---- the page of a law: which text applied on a day, which two to compare ---- */

  function tellApplied(form) {
    const spans = dataOf('#rk-applied'), told = $('[data-rk=applied]', form);
    const tell = () => {
      const day = form.elements.day.value;
      told.replaceChildren();
      if (!day) return;
      const span = spans.filter((each) => each.from <= day).pop();
      told.append(make('strong', {}, span.status));
      if (span.path) told.append('：', make('a', { href: span.path }, `${span.name}的文本`));
      if (span.doubts.length) told.append(`（${span.doubts.join('；')}）`);
      if (span.parts.length) told.append(`（其中${span.parts.join('，')}）`);
    };
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('input', tell);
    form.elements.day.value = today();
    tell();
  }

  function goToComparison(form) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const days = [form.elements.old.value, form.elements.new.value].sort();
      if (days[0] === days[1]) return say('请选择两个不同的文本');
      location.href = `${form.dataset.folder}${days[0]}_${days[1]}.html`;
    });
  }

  /* ---- the page of a comparison ---- */

  function filterRows(filters) {
    const shown = $('[data-rk=shown]', filters), jump = $('[data-rk=jump]', filters);
    const rows = $$('.rk-table-compare tbody tr:not(.rk-heading-row)');
    const isHidden = (row) => row.offsetParent === null;
    const showAll = () => { $('#rk-show-all').checked = true; };
    const count = () => {
      shown.textContent = `显示 ${rows.filter((row) => !isHidden(row)).length} 行，共 ${rows.length} 行`;
    };
    const goToRow = (row) => {
      if (row && isHidden(row)) showAll();
      if (row) location.hash = row.id;
    };
    if (isNarrow()) $('#rk-view-inline').checked = true;
    filters.addEventListener('change', (event) => {
      if (event.target === jump) goToRow(document.getElementById(jump.value));
      count();
    });
    filters.addEventListener('submit', (event) => event.preventDefault());
    // A link may lead to a row that the filter hides.
    onHash = () => {
      const row = addressed();
      if (!row || !isHidden(row)) return;
      showAll();
      row.scrollIntoView();
    };
    onHash();
    count();
  }

  /* ---- the page of histories: one article at a time ---- */

  function chooseHistory(chooser) {
    const lives = $$('.rk-life');
    const show = (name) => {
      lives.forEach((life) => { life.hidden = Boolean(name) && life.dataset.life !== name; });
      chooser.value = name;
    };
    chooser.addEventListener('change', () => {
      show(chooser.value);
      history.replaceState(null, '', chooser.value ? '#' + chooser.value : location.pathname + location.search);
      scrollTo(0, 0);
    });
    onHash = () => {
      const version = addressed(), life = /** @type {HTMLElement | null} */ (version && version.closest('.rk-life'));
      show(life ? life.dataset.life : '');
      if (version) version.scrollIntoView();
    };
    onHash();
  }

  /* ---- lists: by words, and with what is done ---- */

  const folded = (text) => text.normalize('NFKC').toLowerCase();

  function filterList(box) {
    const list = document.getElementById(box.dataset.list), told = $('[data-rk=filtered]');
    const items = $$('li', list).map((item) => [item, folded(item.dataset.key || item.textContent)]);
    box.addEventListener('input', () => {
      const words = folded(box.value).split(/\s+/).filter(Boolean);
      let count = 0;
      for (const [item, text] of items) {
        item.hidden = !words.every((word) => text.includes(word));
        if (!item.hidden) count++;
      }
      for (const section of $$('section', list)) section.hidden = !$$('li', section).some((item) => !item.hidden);
      told.textContent = words.length ? `${count} 件` : '';
    });
  }

  function rememberDone(list) {
    const key = `regkit.done.${list.dataset.name}`;
    let done = new Set();
    try { done = new Set(JSON.parse(localStorage.getItem(key) || '[]')); } catch (error) { /* nothing is remembered */ }
    for (const box of $$('input[type=checkbox]', list)) {
      box.checked = done.has(box.value);
      box.addEventListener('change', () => {
        if (box.checked) done.add(box.value); else done.delete(box.value);
        try { localStorage.setItem(key, JSON.stringify([...done])); } catch (error) { /* as above */ }
      });
    }
  }

  // The search of the first page is the one above.
  function searchAbove(form) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      regkitTheme.openSearch($('input', form).value);
    });
  }

  /* ---- each page ---- */

  // What elements do, by the value of their `data-rk`; other values only name what these write in.
  const BEHAVIOURS = {
    print: (button) => button.addEventListener('click', () => print()),
    help: (button) => button.addEventListener('click', () => help.showModal()),
    on: tellApplied,
    compare: goToComparison,
    filters: filterRows,
    life: chooseHistory,
    filter: filterList,
    checklist: rememberDone,
    search: searchAbove,
  };

  function start() {
    info = dataOf('#rk-page');
    menu = preview = null;
    onHash = () => {};
    addHandles();
    addPreviews();
    followContents();
    foldFacts();
    warnIfStale();
    for (const [name, behaviour] of Object.entries(BEHAVIOURS)) $$(`[data-rk=${name}]`).forEach((each) => behaviour(each));
    leadOn();
  }

  regkitTheme.onPage(start);
})();
