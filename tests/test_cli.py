"""The command line, run in processes as programs and people run it."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from lxml import html

import regkit
from regkit.cli.chinese import SENTENCES
from regkit.printing.lossless import find_loss
from tests.conftest import EXAMPLES, ROOT, SEED


def run(*arguments: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a regkit command in a new process."""
    return subprocess.run(
        [sys.executable, "-m", "regkit", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


# Modules of click and parts of its messages that users of regkit never see: for prompts, and for authors of commands.
UNUSED_MODULES = ("termui.py", "_termui_impl.py", "_winconsole.py", "shell_completion.py")
UNSEEN_BY_USERS = (
    "declaration",
    "defined twice",
    "flag for true/false",
    "No options defined",
    "(prog)",
    "Confirm",
    "Do you want",
)


def test_every_message_of_click_has_a_chinese_translation() -> None:
    messages = {
        argument.value
        for path in Path(click.__file__).parent.glob("*.py")
        if path.name not in UNUSED_MODULES
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("_", "ngettext")
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    missing = {sentence for sentence in messages if not any(words in sentence for words in UNSEEN_BY_USERS)}
    assert len(missing) > 40
    assert missing - SENTENCES.keys() == set()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["shw"], "错误：没有命令 shw。"),
        (["show"], "错误：缺少参数 'FILE...'。"),
        (["show", "x.txt", "--at"], "错误：选项 --at 后面缺少内容。"),
        (["log", "x", "--jsn"], "错误：没有选项 --jsn。 是不是 '--json'？"),
        (
            ["diff", "a.txt", "b.txt", "--mode", "q"],
            "错误：'--mode' 写法不对：“q”不是下列之一：'全文', '同左', '仅修改'。",
        ),
        (["verify", "a", "b"], "错误：多出了参数（a b）。"),
    ],
)
def test_a_mistake_in_a_command_is_reported_in_chinese_with_the_usage(
    arguments: list[str], sentence: str
) -> None:
    done = run(*arguments, LC_ALL="C.UTF-8", LANGUAGE="en")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == sentence
    assert not any(word in done.stderr for word in ("Usage", "Try", "Error", "OPTIONS", "ARGS"))
    if arguments[-1] != "--at":
        assert done.stderr.startswith("用法：")


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A text without its second article."""
    path = tmp_path / "damaged.txt"
    path.write_text("第一条　甲。\n第三条　乙。\n", "utf-8")
    return path


def test_version_and_help() -> None:
    assert run("--version").stdout.startswith("regkit 0.")
    shown = run("--help").stdout
    assert all(command in shown for command in ("show", "check", "add", "build", "site", "退出码"))


def test_show_prints_the_text_as_it_is() -> None:
    done = run("show", SEED)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == SEED.read_text("utf-8") + "\n"


def test_show_prints_one_provision() -> None:
    done = run("show", SEED, "--at", "第二十三条第三项")
    assert done.stdout == "（三）向中小企业摊派财物、违法收取费用或者实施没有法律、法规依据的罚款的；\n"


def test_show_outlines_a_chapter_with_its_articles() -> None:
    lines = run("show", EXAMPLES[0], "--at", "第二章", "--outline").stdout.splitlines()
    addresses = [line.split("\t")[1] for line in lines]
    assert addresses[0] == "chp_2"
    assert "chp_2__sec_1" in addresses
    assert all(address.startswith(("chp_2", "art_")) for address in addresses)
    assert any(address.startswith("art_") for address in addresses)


def test_json_has_one_object_per_line_and_a_bad_file_stops_no_other(tmp_path: Path) -> None:
    binary = tmp_path / "binary.txt"
    binary.write_bytes(b"\0\1\2")
    done = run("show", "--json", SEED, tmp_path / "nowhere.txt", binary, EXAMPLES[0])
    assert done.returncode == 1
    assert done.stderr == ""
    shown = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["schema"] for line in shown] == ["regkit.show/1"] * 4
    assert [Path(line["path"]).name for line in shown] == [
        SEED.name,
        "nowhere.txt",
        "binary.txt",
        EXAMPLES[0].name,
    ]
    assert [len(line["children"]) > 0 for line in shown] == [True, False, False, True]
    assert [problem["code"] for line in shown for problem in line["problems"]] == ["file.unreadable"] * 2
    third = shown[0]["children"][22]["children"][0]["children"][2]
    assert third == {
        "level": "item",
        "label": "（三）",
        "number": 3,
        "address": "art_23__para_1__point_3",
        "heading": None,
        "text": "向中小企业摊派财物、违法收取费用或者实施没有法律、法规依据的罚款的；",
        "children": [],
        "run_in": True,
    }


def test_check_reports_file_line_words_and_advice(damaged: Path) -> None:
    done = run("check", damaged)
    assert done.returncode == 1
    assert f"{damaged}:2: 提示[article.gap] “第三条”之前缺少条文。" in done.stdout
    assert "原文：第三条　乙。" in done.stdout
    assert "建议：请核对是否漏了条，或者条号有误。" in done.stdout
    (problem,) = json.loads(run("check", "--json", damaged).stdout)["problems"]
    assert (problem["code"], problem["line"], problem["severity"]) == ("article.gap", 2, "warning")


def test_check_of_good_files_finds_nothing() -> None:
    done = run("check", SEED, *EXAMPLES)
    assert (done.returncode, done.stdout) == (0, "检查了 4 个文件，没有发现问题。\n")


def test_check_lossless_proves_that_no_character_of_a_folder_is_lost(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.txt").write_text("第一条　甲。\n第三条　乙。\n", "utf-8")
    (tmp_path / "deep" / "b.txt").write_text("示范条例\n\n第一条 甲。\n", "utf-8")
    (tmp_path / "deep" / "picture.png").write_bytes(b"\x89PNG")
    done = run("check", "--lossless", tmp_path)
    assert done.returncode == 0
    assert "a.txt：文件里有 10 个字（逐行清点）：读入 10 个，没有遗漏。" in done.stdout
    assert done.stdout.endswith("核对了 2 个文件、19 个字，逐字一致。\n")
    (tmp_path / "c.txt").write_bytes(b"\0")
    done = run("check", "--lossless", tmp_path)
    assert done.returncode == 1
    assert "c.txt: 错误[file.unreadable]" in done.stdout
    (tmp_path / "empty").mkdir()
    assert run("check", "--lossless", tmp_path / "empty").returncode == 1


def test_a_loss_is_found_with_its_line() -> None:
    law = regkit.parse("第一条　甲。\n第二条　乙。\n")
    loss = find_loss("第一条　甲。\n第二条　乙丙。\n", law)
    assert loss is not None
    assert (loss.code, loss.line, loss.severity) == ("text.lost", 2, "error")
    assert find_loss("第一条甲。\r\n\u200b第二条　乙。", law) is None


def test_show_prints_the_metadata_of_a_statute(tmp_path: Path) -> None:
    done = run("show", EXAMPLES[-1], "--metadata")
    rows = dict(line.split("\t") for line in done.stdout.splitlines() if not line.startswith("未能识别"))
    assert rows["制定机关"] == "云汀市人民代表大会常务委员会"
    assert rows["修订"].startswith("2024-06-28")
    assert rows["施行"] == "2024-10-01"
    (facts,) = [
        json.loads(line)["metadata"] for line in run("show", "--json", EXAMPLES[-1]).stdout.splitlines()
    ]
    assert (facts["passed"], facts["in_force"]) == ("2024-06-28", "2024-10-01")
    assert all(event["words"] and event["source"] for event in facts["events"])


def test_a_missing_provision_is_an_error_and_a_wrong_address_a_usage_error() -> None:
    missing = run("show", SEED, "--at", "第六十一条")
    assert missing.returncode == 1
    assert "没有第六十一条。全文共有60条" in missing.stderr
    assert missing.stdout == ""
    wrong = run("show", SEED, "--at", "呵呵")
    assert wrong.returncode == 2
    assert "不是条款地址" in wrong.stderr


@pytest.mark.parametrize(
    "environment", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "gbk:strict"}]
)
def test_output_survives_consoles_that_cannot_show_chinese(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "regkit", "show", str(EXAMPLES[0])],
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    encoding = "gbk" if "PYTHONIOENCODING" in environment else "utf-8"
    assert done.stdout.decode(encoding).replace("\r\n", "\n") == EXAMPLES[0].read_text("utf-8")


def test_json_is_utf8_whatever_the_encoding_of_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "rare.txt"
    path.write_text("第一条　𠀀。", "utf-8")
    command = [sys.executable, "-m", "regkit", "show", "--json", str(path)]
    environment = {**os.environ, "PYTHONIOENCODING": "gbk"}
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert json.loads(done.stdout.decode("utf-8"))["children"][0]["children"][0]["text"] == "𠀀。"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")
def test_a_file_name_that_is_not_valid_text_can_be_read(tmp_path: Path) -> None:
    strange = os.fsencode(tmp_path) + b"/\xff.txt"
    Path(os.fsdecode(strange)).write_text("第一条　甲。", "utf-8")
    command = [os.fsencode(sys.executable), b"-m", b"regkit", b"show", b"--json", strange, os.fsencode(SEED)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [len(json.loads(line)["children"]) for line in done.stdout.splitlines()] == [1, 60]


def test_a_text_cannot_send_escape_sequences_to_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "orders.txt"
    path.write_text("第一条　甲。\n第三条　\x1b[2J乙。", "utf-8")
    assert "\x1b" not in run("check", path).stdout
    assert "\x1b" not in run("show", path, "--outline").stdout


def test_a_build_never_empties_a_folder_that_is_not_a_site(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "statutes", tmp_path / "statutes")
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ntheme: material\nplugins: [regkit]\n", "utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "precious").write_text("x", "utf-8")
    for target, words in {
        "mine": "会被清空",
        "statutes": "会被清空",
        "statutes/new": "里面",
        ".": "site_dir",
    }.items():
        done = run("build", "--out", target, cwd=tmp_path)
        assert done.returncode == 1, target
        assert words in done.stderr
    assert (tmp_path / "mine" / "precious").exists()
    assert (tmp_path / "statutes" / "heilongjiang-sme-promotion" / "2022-05-13.txt").exists()
    for _ in range(2):  # a site that regkit has built may be replaced
        assert run("build", "--out", "new", cwd=tmp_path).returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes that close like this")
def test_a_reader_that_closes_the_pipe_early_causes_no_error() -> None:
    shell = f"'{sys.executable}' -m regkit show '{SEED}' '{SEED}' '{SEED}' '{SEED}' '{SEED}' | head -n 1"
    done = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stdout == f"==> {SEED} <==\n"
    assert "Traceback" not in done.stderr


def test_no_mistake_shows_a_stack_trace(tmp_path: Path, damaged: Path) -> None:
    (tmp_path / "example").mkdir()
    (tmp_path / "example" / "work.toml").write_text("title = ", "utf-8")
    for arguments in (
        ["show", tmp_path],
        ["check", tmp_path / "nowhere.txt"],
        ["add", damaged, "--work", "nothing", "--date", "2020-01-01"],
        ["add", damaged, "--work", "example", "--date", "2020-01-01", "--library", tmp_path],
        ["add", tmp_path / "nowhere.txt", "--work", "example", "--date", "2020-01-01"],
        ["build", "--config", tmp_path / "mkdocs.yml"],
        ["site", "export", tmp_path],
        ["site", "export", tmp_path / "out", "--library", tmp_path / "nowhere"],
        ["show"],
        ["no-such-command"],
    ):
        done = run(*arguments)
        assert done.returncode in (1, 2), arguments
        assert "Traceback" not in done.stdout + done.stderr, arguments
        assert done.stdout or done.stderr


def test_the_command_shown_on_a_page_adds_the_missing_text(tmp_path: Path) -> None:
    (tmp_path / "statutes" / "example").mkdir(parents=True)
    (tmp_path / "statutes" / "example" / "work.toml").write_text(
        'title = "示范条例"\nrank = "地方性法规"\nauthority = "示范市"\n[[version]]\nadopted = 2020-01-01\nkind = "制定"\n',
        "utf-8",
    )
    assert run("site", "export", "before", cwd=tmp_path).returncode == 0
    page = (tmp_path / "before" / "statutes" / "example" / "2020-01-01.md").read_text("utf-8")
    assert "文本未收录" in page
    (command,) = html.fragment_fromstring(page.split("---\n", 2)[2], create_parent="div").xpath(
        ".//pre/code/text()"
    )
    regkit.save(regkit.parse("示范条例\n第一条　甲。"), tmp_path / "官方文本.docx")
    done = run(*command.split()[1:], cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "statutes" / "example" / "2020-01-01.txt").read_text(
        "utf-8"
    ) == "示范条例\n第一条　甲。\n"
    assert run("site", "export", "after", cwd=tmp_path).returncode == 0
    assert "文本未收录" not in (tmp_path / "after" / "statutes" / "example" / "2020-01-01.md").read_text(
        "utf-8"
    )


def test_site_export_writes_the_pages_of_the_site(tmp_path: Path) -> None:
    done = run("site", "export", tmp_path / "out", "--library", "statutes", "--library", "examples")
    assert done.returncode == 0, done.stderr
    pages = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.md")}
    assert "index.md" in pages
    assert "statutes/heilongjiang-sme-promotion/2022-05-13.md" in pages
    assert "examples/yunting-community-markets/2024-06-28.md" in pages
    assert len(pages) == int(done.stdout.split()[1])


def test_show_takes_a_work_of_the_library_and_reports_the_version() -> None:
    arguments = ("云汀市社区市集管理条例", "--library", "examples", "--at", "第三条")
    shown = run("show", *arguments, "--on", "2018-01-01", cwd=ROOT)
    assert shown.stdout == "第三条　市集管理遵循便民利民、规划先行、安全有序、社会共治的原则。\n"
    assert "2016年9月22日通过的文本" in shown.stderr
    assert "截至2018年1月1日现行有效" in shown.stderr
    assert "2024年6月28日修订的文本" in run("show", *arguments, cwd=ROOT).stderr
    before = run("show", *arguments, "--on", "2010-01-01", cwd=ROOT)
    assert before.returncode == 1
    assert "截至2010年1月1日尚未生效" in before.stderr
