"""Folders that regkit fills: foreign files stay, output is complete, and a failure changes nothing."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from regkit.cli import program
from regkit.disk import kernel, outputs, placing
from regkit.disk.manifest import MANIFEST
from regkit.errors import OutputError

FOLDERS_ARE_POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes and few links")
SETTINGS = (
    "site_name: 示范法规库\nuse_directory_urls: false\ntheme:\n  name: material\nplugins:\n  - regkit\n"
)
PAGE = "statutes/lamps/2020-01-01.html"


def _make_project(folder: Path) -> Path:
    (folder / "docs").mkdir(parents=True)
    (folder / "docs" / "index.md").write_text("# 示范\n", "utf-8")
    (folder / "docs" / "about.md").write_text("# 关于\n", "utf-8")
    _add_law(folder, "lamps", "示范市路灯条例")
    _add_law(folder, "benches", "示范市长椅条例")
    (folder / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    return folder


def _add_law(folder: Path, name: str, title: str) -> None:
    work = folder / "statutes" / name
    work.mkdir(parents=True)
    (work / "work.toml").write_text(
        f'title = "{title}"\n[[version]]\nadopted = 2020-01-01\nkind = "制定"\nin_force = 2020-02-01\n',
        "utf-8",
    )
    (work / "2020-01-01.txt").write_text(
        f"{title}\n第一条　为了示范，制定本条例。\n第二条　应当爱护。\n", "utf-8"
    )


def _command(project: Path, *arguments: str | Path, module: str = "regkit") -> list[str]:
    return [sys.executable, "-m", module, *map(str, arguments)]


def _run(
    project: Path, *arguments: str | Path, module: str = "regkit", **options: Any
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command(project, *arguments, module=module),
        cwd=project,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        **options,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose site is built; tests copy it."""
    project = _make_project(tmp_path_factory.mktemp("built") / "project")
    done = _run(project, "build")
    assert done.returncode == 0, done.stderr
    return project


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "project")


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command in this process, which is quick if it stops before building anything."""

    def call(folder: Path, *arguments: str | Path) -> Result:
        monkeypatch.chdir(folder)
        return CliRunner().invoke(program, [str(argument) for argument in arguments])

    return call


def _snapshot(folder: Path) -> dict[str, object]:
    """Everything in a folder by path: the hash of a file, the target of a link, the type of anything else."""
    contents: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        facts = path.lstat()
        name = path.relative_to(folder).as_posix()
        if stat.S_ISLNK(facts.st_mode):
            contents[name] = f"→ {path.readlink()}"
        elif stat.S_ISREG(facts.st_mode):
            contents[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        else:
            contents[name] = stat.S_IFMT(facts.st_mode)
    return contents


def _refusal(around: Path, call: Callable[..., Result], project: Path, *arguments: str | Path) -> str:
    """The message of a command that is refused and must change nothing in the folder `around`."""
    before = _snapshot(around)
    done = call(project, *arguments)
    assert done.exit_code == 1
    assert _snapshot(around) == before
    return done.stderr


def _put_foreign_things(site: Path) -> dict[str, object]:
    """Put files of every kind into a site, beside and among what regkit wrote; returns their expected snapshot."""
    things: dict[str, object] = {}

    def put(name: str, words: str) -> None:
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, "utf-8")
        things[name] = hashlib.sha256(words.encode()).hexdigest()

    put("CNAME", "law.example.org")
    put("论文.docx", "多年的心血")
    put(".git/HEAD", "ref: refs/heads/main")
    put(".git/objects/aa/bb", "object")
    put("statutes/lamps/我的批注.txt", "此处存疑")
    put(".hidden", "")
    (site / "empty" / "in" / "empty").mkdir(parents=True)
    things["empty/in/empty"] = stat.S_IFDIR
    if os.name == "posix":
        os.mkfifo(site / "pipe")
        things["pipe"] = stat.S_IFIFO
        (site / "link").symlink_to("../docs/index.md")
        things["link"] = "→ ../docs/index.md"
        (site / "assets").mkdir(exist_ok=True)
        (site / "assets" / "nowhere").symlink_to("/nowhere/at/all")
        things["assets/nowhere"] = "→ /nowhere/at/all"
    return things


def _assert_unchanged(things: dict[str, object], site: Path) -> None:
    snapshot = _snapshot(site)
    assert {name: snapshot.get(name) for name in things} == things


def _assert_nothing_left_beside(site: Path) -> None:
    assert [path.name for path in site.parent.iterdir() if path.name.startswith(f".{site.name}.")] == []


def test_foreign_files_in_a_site_stay_and_obsolete_pages_go(project: Path) -> None:
    site = project / "site"
    things = _put_foreign_things(site)
    (site / "about.html").write_text("改过的一页", "utf-8")
    things["about.html"] = hashlib.sha256("改过的一页".encode()).hexdigest()
    (project / "docs" / "about.md").unlink()
    shutil.rmtree(project / "statutes" / "benches")
    done = _run(project, "build")
    assert done.returncode == 0, done.stderr
    _assert_unchanged(things, site)
    assert not (site / "statutes" / "benches").exists(), "regkit wrote its pages, and nobody changed them"
    assert "示范市路灯条例" in (site / PAGE).read_text("utf-8")
    assert "benches" not in (site / "index.html").read_text("utf-8")
    _assert_nothing_left_beside(site)


def test_plain_mkdocs_keeps_foreign_files_in_a_site_too(project: Path) -> None:
    things = _put_foreign_things(project / "site")
    shutil.rmtree(project / "statutes" / "benches")
    done = _run(project, "build", "--quiet", module="mkdocs")
    assert done.returncode == 0, done.stderr
    _assert_unchanged(things, project / "site")
    assert not (project / "site" / "statutes" / "benches").exists()
    before = _snapshot(project / "site")
    (project / "docs" / "index.md").write_text("[没有](nowhere.md)\n", "utf-8")
    done = _run(project, "build", "--strict", module="mkdocs")
    assert done.returncode == 1
    assert _snapshot(project / "site") == before, "a strict build with warnings changes nothing"
    _assert_nothing_left_beside(project / "site")


@pytest.mark.parametrize(
    ("name", "replacement"),
    [(PAGE, "变动"), ("index.html", "变动"), ("statutes", "文件"), (PAGE, "文件夹"), (PAGE, "链接")],
)
def test_changed_and_foreign_files_are_not_overwritten(
    project: Path, call: Callable[..., Result], name: str, replacement: str
) -> None:
    site, path = project / "site", project / "site" / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    if replacement == "文件夹":
        path.mkdir()
        (path / "mine").write_text("x")
    elif replacement == "链接":
        path.symlink_to(project / "docs" / "index.md")
    else:
        path.write_text("我写的", "utf-8")
    message = _refusal(project, call, project, "build")
    assert str(path.relative_to(project)) in message
    assert "请把它移到别处" in message
    _assert_nothing_left_beside(site)


def _make_folder_with(folder: Path, *names: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text("<urlset/>", "utf-8")


@pytest.mark.parametrize("kind", ["sitemap", "hidden", "empty folder", "pipe", "link", "manifest"])
@pytest.mark.parametrize("command", [("build", "--out"), ("site", "export")])
def test_a_folder_with_foreign_contents_is_never_filled(
    tmp_path: Path, call: Callable[..., Result], kind: str, command: tuple[str, ...]
) -> None:
    project, foreign = _make_project(tmp_path / "project"), tmp_path / "mine"
    _make_folder_with(
        foreign, *{"sitemap": ("sitemap.xml", "thesis.docx"), "hidden": (".profile",)}.get(kind, ())
    )
    if kind == "empty folder":
        (foreign / "empty").mkdir()
    elif kind == "pipe":
        if os.name == "nt":
            pytest.skip("Windows has no pipes")
        os.mkfifo(foreign / "pipe")
    elif kind == "link":
        (foreign / "link").symlink_to(project)
    elif kind == "manifest":
        listed = {
            "schema": "regkit-output/1",
            "made_by": "build",
            "files": {"../project/mkdocs.yml": [[1, ""]]},
        }
        (foreign / MANIFEST).write_text(json.dumps(listed), "utf-8")
    message = _refusal(tmp_path, call, project, *command, foreign)
    assert "请换一个" in message
    assert message.count("\n") == 1


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "{",
        "[" * 100_000,
        '{"files": 5}',
        '{"schema": "regkit-output/1", "made_by": "x", "files": {"/etc/passwd": []}}',
    ],
)
def test_a_folder_with_a_damaged_manifest_counts_as_foreign(
    tmp_path: Path, call: Callable[..., Result], manifest: str
) -> None:
    project = _make_project(tmp_path / "project")
    _make_folder_with(tmp_path / "mine", "thesis.docx")
    (tmp_path / "mine" / MANIFEST).write_text(manifest, "utf-8")
    message = _refusal(tmp_path, call, project, "build", "--out", tmp_path / "mine")
    assert f"{MANIFEST} 已经损坏" in message


@pytest.mark.parametrize(
    "target",
    ["docs", "docs/new", "statutes", "statutes/lamps/new", "docs/../statutes", "link", "link/new", "own", "own/new",
     ".cache/regkit", ".cache", "..", ".", "mkdocs.yml", "nowhere", "home"],
)  # fmt: skip
def test_no_site_is_written_where_sources_are_read(
    tmp_path: Path, call: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    project = _make_project(tmp_path / "project")
    (project / "own").mkdir()
    (project / "mkdocs.yml").write_text(
        SETTINGS.replace("material\n", "material\n  custom_dir: own\n"), "utf-8"
    )
    (project / "link").symlink_to("statutes")
    (project / "nowhere").symlink_to("nothing")
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "empty"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "empty"))
    out = tmp_path / "empty" if target == "home" else target
    assert "请" in _refusal(tmp_path, call, project, "build", "--out", out)


@pytest.mark.parametrize(
    "folder",
    [
        "docs",
        "docs/new",
        "statutes",
        "statutes/new",
        ".",
        "..",
        "other",
        "foreign",
        "link",
        "site/cache",
        "mkdocs.yml",
    ],
)
def test_no_cache_is_kept_in_a_folder_with_other_contents(
    tmp_path: Path, call: Callable[..., Result], folder: str
) -> None:
    project = _make_project(tmp_path / "project")
    _make_folder_with(project / "other" / "zh", "old.md")
    _make_folder_with(project / "foreign", "CACHEDIR.TAG")
    (project / "foreign" / "CACHEDIR.TAG").write_text(
        "Signature: 8a477f597d28d172789f06886806bc55\n# of another program\n", "utf-8"
    )
    (project / "link").symlink_to("docs")
    (project / "mkdocs.yml").write_text(
        SETTINGS.replace("regkit\n", f"regkit:\n      cache: {folder}\n"), "utf-8"
    )
    long_ago = time.time() - 3 * 24 * 60 * 60
    for path in project.rglob("*"):
        os.utime(path, (long_ago, long_ago), follow_symlinks=False)
    assert "请" in _refusal(tmp_path, call, project, "build")


@pytest.mark.parametrize("mistake", ["page", "template", "hook", "strict", "option"])
def test_a_failed_build_changes_nothing_and_the_next_one_succeeds(project: Path, mistake: str) -> None:
    page, settings = project / "docs" / "index.md", project / "mkdocs.yml"
    match mistake:
        case "page":
            page.write_bytes(b"\xff\xfe\xfd")
        case "template":
            (project / "own").mkdir()
            (project / "own" / "main.html").write_text("{% if %}", "utf-8")
            settings.write_text(SETTINGS.replace("material\n", "material\n  custom_dir: own\n"), "utf-8")
        case "hook":
            (project / "hook.py").write_text("def on_post_build(config): raise KeyError('示范')\n", "utf-8")
            settings.write_text(f"{SETTINGS}hooks: [hook.py]\n", "utf-8")
        case "strict":
            page.write_text("[没有](nowhere.md)\n", "utf-8")
            settings.write_text(f"{SETTINGS}strict: true\n", "utf-8")
        case "option":
            settings.write_text(f"{SETTINGS}extra_css: [5]\n", "utf-8")
    before = _snapshot(project / "site")
    done = _run(project, "build")
    assert done.returncode == 1
    words = {
        "page": "网页 index.md：文件不是 UTF-8",
        "template": "main.html 第 1 行",
        "hook": "KeyError：'示范'",
        "strict": "有警告",
        "option": "extra_css",
    }
    lines = [line for line in done.stderr.splitlines() if not line.startswith("WARNING")]
    assert len(lines) == 1
    assert words[mistake] in lines[0]
    assert _snapshot(project / "site") == before
    _assert_nothing_left_beside(project / "site")
    if mistake == "hook":
        page.write_text("# 改正\n", "utf-8")
        settings.write_text(SETTINGS, "utf-8")
        assert _run(project, "build").returncode == 0
        assert "改正" in (project / "site" / "index.html").read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot stop a process like this")
def test_a_killed_build_leaves_the_old_site_or_the_new_one(project: Path) -> None:
    site = project / "site"
    things = _put_foreign_things(site)
    old = (site / "index.html").read_bytes()
    (project / "docs" / "index.md").write_text("# 新的首页\n", "utf-8")
    unfinished_builds = 0
    for count in (1, 25, 60):
        process = _begin_to_build(project, count)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        unfinished_builds += bool([*project.glob(".site.*.part")])
        _assert_unchanged(things, site)
        home = (site / "index.html").read_bytes()
        assert home == old or "新的首页" in home.decode("utf-8")
        assert "示范市路灯条例" in (site / PAGE).read_text("utf-8")
    assert unfinished_builds
    done = _run(project, "build")
    assert done.returncode == 0, done.stderr
    _assert_unchanged(things, site)
    assert "新的首页" in (site / "index.html").read_text("utf-8")
    _assert_nothing_left_beside(site)


@pytest.mark.skipif(os.name == "nt", reason="Windows interrupts all that share a console")
def test_an_interrupted_build_is_reported_and_leaves_the_old_site(project: Path) -> None:
    site = project / "site"
    things = _put_foreign_things(site)
    before = _snapshot(site)
    (project / "docs" / "index.md").write_text("# 新的首页\n", "utf-8")
    process = _begin_to_build(project, 5)
    process.send_signal(signal.SIGINT)
    stderr = process.communicate()[1]
    assert process.returncode == 130, stderr
    assert stderr.splitlines()[-1] == "已中断。"
    assert "Traceback" not in stderr
    assert _snapshot(site) == before
    _assert_unchanged(things, site)
    _assert_nothing_left_beside(site)


def _begin_to_build(project: Path, count: int) -> subprocess.Popen[str]:
    """Start a build of a project and wait until it has written `count` files or has ended."""
    process = subprocess.Popen(
        _command(project, "build"),
        cwd=project,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    # Waiting for files instead of a fixed time gives the same result on every machine.
    while process.poll() is None:
        # A folder may disappear while it is being listed.
        with contextlib.suppress(FileNotFoundError):
            parts = [*project.glob(".site.*.part")]
            if parts and sum(path.is_file() for path in parts[-1].rglob("*")) >= count:
                break
    return process


def test_of_two_simultaneous_builds_one_waits(project: Path) -> None:
    shutil.rmtree(project / ".cache")
    both = [
        subprocess.Popen(
            _command(project, "build"),
            cwd=project,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(2)
    ]
    stderr = "".join(process.communicate()[1] for process in both)
    assert [process.returncode for process in both] == [0, 0], stderr
    assert "另一个程序正在生成" in stderr
    _assert_nothing_left_beside(project / "site")
    before = _snapshot(project / "site")
    assert "示范市路灯条例" in (project / "site" / PAGE).read_text("utf-8")
    assert before[MANIFEST]


@pytest.mark.limits
def test_an_export_is_complete_or_does_not_happen(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    project, out = _make_project(tmp_path / "project"), tmp_path / "new" / "out"

    def fill_the_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))

    done = _run(project, "site", "export", out, preexec_fn=fill_the_disk)
    assert done.returncode == 1
    assert f"写不进 {out}" in done.stderr
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["project"]
    done = _run(project, "site", "export", out)
    assert done.returncode == 0, done.stderr
    assert (out / "statutes" / "lamps" / "2020-01-01.md").is_file()
    assert [path.name for path in out.parent.iterdir()] == ["out"]
    before = _snapshot(out)
    done = _run(project, "site", "export", out)
    assert done.returncode == 1
    assert "不是空文件夹" in done.stderr
    assert _snapshot(out) == before


@pytest.mark.limits
def test_a_full_disk_leaves_the_old_site(project: Path) -> None:
    resource = pytest.importorskip("resource")
    before = _snapshot(project / "site")
    (project / "docs" / "index.md").write_text("# 新的首页\n" + "长" * 5000, "utf-8")

    def fill_the_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))

    done = _run(project, "build", preexec_fn=fill_the_disk)
    assert done.returncode == 1
    assert done.stderr.count("错误：") == 1
    assert "Traceback" not in done.stderr
    assert _snapshot(project / "site") == before
    _assert_nothing_left_beside(project / "site")


@pytest.mark.parametrize("command", [("site", "export", "out"), ("build",)], ids=["site export", "build"])
@pytest.mark.parametrize("limit", ["RLIMIT_FSIZE-0", "RLIMIT_NOFILE-5", "RLIMIT_NOFILE-6"])
def test_leftovers_of_a_failure_are_reported_and_do_not_block_the_next_run(
    tmp_path: Path, command: tuple[str, ...], limit: str
) -> None:
    resource = pytest.importorskip("resource")
    project = _make_project(tmp_path / "project")
    name, _, most = limit.partition("-")
    done = _run(
        project,
        *command,
        preexec_fn=lambda: resource.setrlimit(getattr(resource, name), (int(most), int(most))),
    )
    assert done.returncode in (0, 1), done.stderr
    leftovers = [path for path in project.iterdir() if path.name.startswith((".out.", ".site."))]
    assert all(f"没有写完的文件夹 {path} 没有清除成" in done.stderr for path in leftovers)
    if done.returncode:
        assert not [path for folder in ("out", "site") for path in (project / folder).rglob("*")]
        done = _run(project, *command)
        assert done.returncode == 0, done.stderr
    assert not [path for path in project.iterdir() if path.name.startswith((".out.", ".site."))]


def test_an_unfinished_record_of_regkit_is_removed_and_a_foreign_file_is_kept(
    project: Path,
) -> None:
    record = project / "site" / f"{MANIFEST}.part"
    record.write_bytes(b'{"complete":true,"files":{"404.ht')
    assert _run(project, "build").returncode == 0
    assert not record.exists()
    record.write_text("我的笔记", "utf-8")
    assert _run(project, "build").returncode == 0
    assert record.read_text("utf-8") == "我的笔记"


def _make_pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


@FOLDERS_ARE_POSIX
@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("docs/x.md", _make_pipe, "不是普通文件"),
        ("docs/index.md", _make_pipe, "不是普通文件"),
        ("docs/plan.png", _make_pipe, "不是普通文件"),
        ("docs/zero.md", lambda path: path.symlink_to("/dev/zero"), "不是普通文件"),
        ("docs/long.md", lambda path: path.write_bytes(b"a" * 9 * 1024**2), "不像网页"),
        ("base.yml", _make_pipe, "不是普通文件"),
        ("base.yml", lambda path: path.write_bytes(b"a: b\n" * 400_000), "不像网站的设置"),
        ("base.yml", lambda path: path.write_text("INHERIT: base.yml\n", "utf-8"), "一个接一个"),
    ],
    ids=["pipe", "home", "picture", "device", "long page", "settings", "long settings", "circle"],
)
def test_a_special_or_overlong_file_is_refused_in_one_sentence(
    tmp_path: Path, name: str, make: Callable[[Path], None], words: str
) -> None:
    project = _make_project(tmp_path / "project")
    make(project / name)
    if name == "base.yml":
        (project / "mkdocs.yml").write_text(f"INHERIT: base.yml\n{SETTINGS}", "utf-8")
    done = _run(project, "build", timeout=60)
    assert done.returncode == 1
    assert Path(name).name in done.stderr
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (project / "site").exists()


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root may mount, on Linux")
def test_a_mounted_folder_within_a_site_stays_in_place(project: Path) -> None:
    mount_point = project / "site" / "uploads here"
    mount_point.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "tmpfs", mount_point], check=False, capture_output=True
    ).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        (mount_point / "folder").mkdir()
        (project / "docs" / "index.md").write_text("# 新的首页\n", "utf-8")
        done = _run(project, "build")
        assert done.returncode == 0, done.stderr
        assert os.path.ismount(mount_point)
        assert (mount_point / "folder").is_dir()
        assert "新的首页" in (project / "site" / "index.html").read_text("utf-8")
        assert "没有全部清除" not in done.stderr
    finally:
        subprocess.run(["umount", mount_point], check=True)
    _assert_nothing_left_beside(project / "site")


@FOLDERS_ARE_POSIX
def test_files_that_mkdocs_ignores_are_not_read(tmp_path: Path) -> None:
    project = _make_project(tmp_path / "project")
    # Editors lock a file with a link like this one.
    (project / "docs" / ".#index.md").symlink_to("somebody@nowhere.123")
    _make_pipe(project / "docs" / ".pipe.md")
    done = _run(project, "build", timeout=60)
    assert done.returncode == 0, done.stderr


def test_a_partly_filled_folder_is_reported_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    _write_output(site, OLD)
    monkeypatch.setattr(outputs, "exchange_whole", lambda *_: False)
    original, replaced = Path.replace, list[str]()

    def replace(path: Path, target: Path) -> Path:
        if not Path(target).name.startswith(".regkit"):
            replaced.append(Path(target).name)
            if len(replaced) == 2:
                raise PermissionError(errno.EACCES, "Permission denied", str(target))
        return original(path, target)

    monkeypatch.setattr(Path, "replace", replace)

    def make() -> None:
        with outputs.making(site, "build", print) as output:
            for name in ("a.html", "b.html", "index.html"):
                (output.staging / name).write_text("新", "utf-8")
            output.put_in_place(print)

    with pytest.raises(
        OutputError, match="没有权限；其中一部分可能已经是新的。改正以后再生成一次，就会补全。"
    ):
        make()
    monkeypatch.undo()
    make()
    assert (site / "index.html").read_text("utf-8") == "新"
    _assert_nothing_left_beside(site)


def test_settings_may_inherit_from_others(tmp_path: Path) -> None:
    project = _make_project(tmp_path / "project")
    (project / "base.yml").write_text(SETTINGS, "utf-8")
    (project / "mkdocs.yml").write_text("INHERIT: base.yml\nsite_name: 另一个名称\n", "utf-8")
    assert _run(project, "build").returncode == 0
    assert "另一个名称" in (project / "site" / "index.html").read_text("utf-8")


def test_damaged_cache_entries_are_detected_and_rebuilt(built: Path, project: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("我的文件", "utf-8")
    entries = sorted(
        path for path in (project / ".cache").rglob("*") if path.is_file() and "TAG" not in path.name
    )
    assert len(entries) > 20
    other = entries[0].read_bytes()
    for number, path in enumerate(entries[1:]):
        data = path.read_bytes()
        match number % (7 if os.name == "posix" else 5):
            case 0:
                path.write_bytes(b"")
            case 1:
                path.write_bytes(data[: len(data) // 2])
            case 2:
                path.write_bytes(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
            case 3:
                path.write_bytes(other)
            case 4:
                path.unlink()
                path.mkdir()
            case 5:
                path.unlink()
                path.symlink_to(precious)
            case 6:
                path.unlink()
                os.mkfifo(path)
    done = _run(project, "build", "--strict")
    assert done.returncode == 0, done.stderr
    assert _snapshot(project / "site") == _snapshot(built / "site")
    assert precious.read_text("utf-8") == "我的文件"
    assert done.stderr.count("提示：缓存写不进") == 1, (
        "reported once: a folder stands where an entry should be"
    )


def test_a_cache_without_its_tag_is_still_used_and_an_unwritable_cache_is_skipped(
    built: Path, project: Path
) -> None:
    for path in (project / ".cache").rglob("*"):
        if path.is_file():
            path.write_bytes(b"")
    done = _run(project, "build", "--strict")
    assert done.returncode == 0, done.stderr
    assert _snapshot(project / "site") == _snapshot(built / "site")
    (project / "mkdocs.yml").write_text(
        SETTINGS.replace("regkit\n", "regkit:\n      cache: mkdocs.yml/cache\n"), "utf-8"
    )
    done = _run(project, "build", "--strict")
    assert done.returncode == 0, done.stderr
    assert "提示：缓存写不进" in done.stderr
    assert done.stderr.count("\n") == 1
    assert _snapshot(project / "site") == _snapshot(built / "site")


def _write_output(target: Path, files: dict[str, str]) -> None:
    with outputs.making(target, "build", lambda _: None) as output:
        for name, words in files.items():
            (output.staging / name).parent.mkdir(parents=True, exist_ok=True)
            (output.staging / name).write_text(words, "utf-8")
        output.put_in_place(lambda _: None)


def test_an_emptied_folder_of_regkit_is_replaced_and_an_empty_foreign_one_is_kept(tmp_path: Path) -> None:
    site = tmp_path / "site"
    _write_output(site, {"a/page": "1", "index": "2"})
    (site / "a" / "page").unlink()
    (site / "mine").mkdir()
    _write_output(site, {"a": "3", "index": "2"})
    assert (site / "a").read_text("utf-8") == "3"
    assert (site / "mine").is_dir()
    with pytest.raises(OutputError, match="不能覆盖"):
        _write_output(site, {"a": "3", "mine": "4"})
    assert (site / "mine").is_dir()


def _is_stopped_at(step: int, work: Callable[[], None]) -> bool:
    """Do the work in a forked process that exits, as if killed, at its given disk operation; whether it got that far."""
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 9
    try:
        steps = 0
        exchange = kernel.exchange

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal steps
            changes = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod")
            if event in changes or (event == "open" and isinstance(arguments[2], int) and arguments[2] & 3):
                steps += 1
                if steps == step:
                    os._exit(9)

        def exchange_and_count(first: Path, second: Path) -> bool:
            count("os.rename", ())
            done = exchange(first, second)
            count("os.rename", ())
            return done

        placing.exchange = exchange_and_count  # type: ignore[attr-defined]  # the module only imports it
        sys.addaudithook(count)
        work()
        os._exit(0)
    finally:
        os._exit(1)


OLD = {"index.html": "旧", "a/one.html": "旧一", "gone/x.html": "旧", "kind": "旧"}
NEW = {"index.html": "新", "a/one.html": "新一", "kind/now.html": "新"}


def _cannot_exchange(old: Path, new: Path) -> bool:
    return False


def _must_not_exchange(old: Path, new: Path) -> bool:
    raise OSError(errno.EBUSY, "busy", str(new))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is split")
@pytest.mark.parametrize("method", ["exchanged", "renamed twice", "file by file"])
def test_a_process_stopped_at_any_step_loses_nobodys_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    if method != "exchanged":
        monkeypatch.setattr(
            placing, "exchange", _cannot_exchange if method == "renamed twice" else _must_not_exchange
        )
    # Only the process stops and not the machine, so syncing is not needed.
    monkeypatch.setattr(os, "fsync", lambda _: None)
    for module in (placing, outputs):
        monkeypatch.setattr(module, "sync_tree", lambda _: None)
    step, stopped = 0, True
    while stopped:
        step += 1
        folder = tmp_path / str(step)
        site = folder / "site"
        _write_output(site, OLD)
        for name in ("CNAME", "a/mine"):
            (site / name).write_text("我的", "utf-8")
        (site / "empty").mkdir()
        (site / "link").symlink_to("CNAME")
        things = {
            name: content
            for name, content in _snapshot(site).items()
            if name in ("CNAME", "a/mine", "empty", "link")
        }
        stopped = _is_stopped_at(step, lambda site=site: _write_output(site, NEW))  # type: ignore[misc]  # called without arguments
        if method == "renamed twice" and not site.exists():
            assert list(folder.glob(".site.*.old")), "the next build finds the old site there"
        else:
            _assert_unchanged(things, site)
            files = {
                name: (site / name).read_text("utf-8") for name in {*OLD, *NEW} if (site / name).is_file()
            }
            if method != "file by file":
                assert files in (OLD, NEW), step
            else:
                assert all(words in (OLD.get(name), NEW.get(name)) for name, words in files.items())
        _write_output(site, NEW)
        _assert_unchanged(things, site)
        assert {name for name in OLD if name not in NEW and (site / name).is_file()} == set()
        assert {name: (site / name).read_text("utf-8") for name in NEW} == NEW
        _assert_nothing_left_beside(site)
    assert step > 20


@FOLDERS_ARE_POSIX
def test_a_file_that_appears_during_a_build_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    _write_output(site, OLD)
    exchange, messages = kernel.exchange, list[str]()

    def somebody_is_quicker(first: Path, second: Path) -> bool:
        (site / "late.txt").write_text("刚刚放进来", "utf-8")
        (site / "index.html").write_text("刚刚改过", "utf-8")
        return exchange(first, second)

    monkeypatch.setattr(placing, "exchange", somebody_is_quicker)
    with outputs.making(site, "build", messages.append) as output:
        (output.staging / "index.html").write_text("新", "utf-8")
        output.put_in_place(messages.append)
    assert (site / "late.txt").read_text("utf-8") == "刚刚放进来"
    assert (site / "index.html").read_text("utf-8") == "新"
    (leftover,) = tmp_path.glob(".site.*.part")
    assert (leftover / "index.html").read_text("utf-8") == "刚刚改过"
    assert str(leftover) in messages[0]


def test_a_folder_with_many_foreign_files_is_filled_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "_MOST_OTHERS", 3)
    site = tmp_path / "site"
    _write_output(site, OLD)
    things = _put_foreign_things(site)
    inode = (site / "CNAME").stat().st_ino, site.stat().st_ino
    _write_output(site, NEW)
    _assert_unchanged(things, site)
    assert (site / "index.html").read_text("utf-8") == "新"
    assert not (site / "gone").exists()
    assert inode == ((site / "CNAME").stat().st_ino, site.stat().st_ino)
    with pytest.raises(OutputError, match="CNAME"):
        _write_output(site, {"CNAME": "x", **NEW})
    _assert_unchanged(things, site)


@pytest.mark.parametrize("words", ["abc", "-1", "253402300799", "1e9", "９９", " 5", "9" * 5000])
def test_an_invalid_source_date_is_refused_in_one_sentence(
    tmp_path: Path, call: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", words)
    project = _make_project(tmp_path / "project")
    for command in (["build"], ["site", "export", "out"]):
        done = call(project, *command)
        assert done.exit_code == 1
        assert "SOURCE_DATE_EPOCH" in done.stderr
        assert done.stderr.count("\n") == 1
    assert not (project / "site").exists()
    assert not (project / "out").exists()


@pytest.mark.parametrize("clock", [0.0, 7258118400.0], ids=["1970", "2200"])
def test_a_wrong_clock_does_not_stop_a_build(project: Path, clock: float) -> None:
    (project / "hook.py").write_text(
        f"import time\n_l = time.localtime\ntime.time = lambda: {clock}\n"
        "time.localtime = lambda s=None: _l(time.time() if s is None else s)\n",
        "utf-8",
    )
    (project / "mkdocs.yml").write_text(f"{SETTINGS}hooks: [hook.py]\n", "utf-8")
    shutil.rmtree(project / ".cache")
    before = (project / "site" / "statutes" / "lamps" / "2020-01-01.docx").read_bytes()
    done = _run(project, "build")
    assert done.returncode == 0, done.stderr
    assert (project / "site" / "statutes" / "lamps" / "2020-01-01.docx").read_bytes() == before


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("a: " + "[" * 3000, "的 a 嵌套超过"),
        ("a: &a [x, x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)), "太长"),
        (SETTINGS.replace("regkit\n", 'regkit:\n      library: "a\\0b"\n'), "plugins.regkit.library"),
        (SETTINGS.replace("regkit\n", "regkit:\n      cache: 5\n"), "plugins.regkit.cache"),
        (f"{SETTINGS}extra_javascript: [[5]]\n", "extra_javascript"),
        (f"{SETTINGS}nav: [5]\n", "nav"),
        (f"{SETTINGS}copyright: 5\n", "copyright 写得不对（应当是文字，写的是数字）"),
        ("site_name: [\n", "第 2 行"),
        ("", "site_name"),
    ],
    ids=["deep", "repeated", "NUL", "number", "list", "nav", "copyright", "no YAML", "empty"],
)  # fmt: skip
def test_a_mistake_in_the_settings_is_reported_in_one_sentence_with_the_option(
    tmp_path: Path, call: Callable[..., Result], settings: str, words: str
) -> None:
    project = _make_project(tmp_path / "project")
    (project / "mkdocs.yml").write_text(settings, "utf-8")
    done = call(project, "build")
    assert done.exit_code == 1
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
