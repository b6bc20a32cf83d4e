"""Help and wrong use are told in the language of who typed the command (ALL-5)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from gendan.cli import COMMANDS, app, loaded

pytestmark = pytest.mark.needs("ALL-5")
SENTENCE = re.compile(r"[A-Za-z']{2,}(?:,? [A-Za-z']{2,}){2,}")
"""Three words in a row that nobody translated."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")
HERE = {"COLUMNS": "400", "TERM": "dumb", "LC_ALL": "C.UTF-8"}


def calls() -> Iterator[tuple[str, ...]]:
    """The words that lead to each command."""
    yield ()
    for name in COMMANDS:
        yield (name,)
        yield from ((name, inner) for inner in getattr(loaded(name), "commands", {}))


def answered(*words: str, **environment: str) -> str:
    ended = CliRunner().invoke(app, [*words], prog_name="gendan", env=HERE | environment)
    return ended.output


@pytest.mark.parametrize("call", list(calls()), ids=" ".join)
def test_each_help_is_chinese_where_the_reader_is(call: tuple[str, ...]) -> None:
    told = answered(*call, "--help", LC_ALL="zh_CN.UTF-8").replace(" ".join(("gendan", *call)), "")
    assert not SENTENCE.findall(told)
    assert "用法：" in told
    assert answered(*call, "--lang", "zh", "--help") == answered(*call, "--help", LC_ALL="zh_CN.UTF-8")


@pytest.mark.parametrize("call", list(calls()), ids=" ".join)
def test_each_help_is_english_elsewhere_whoever_asked_before(call: tuple[str, ...]) -> None:
    answered(*call, "--lang=zh", "--help")
    told = answered(*call, "--help")
    assert not CHINESE.search(told)
    assert "Usage: gendan" in told


WRONG: list[tuple[list[str], str, str]] = [
    (["nosuch"], "there is no command nosuch", "没有命令 nosuch"),
    (["contrac"], "near it: contracts, conformance", "相近的有：contracts、conformance"),
    (["contracts", "nosuch"], "there is no command nosuch", "没有命令 nosuch"),
    (["--lang"], "--lang: expected a value; came nothing", "--lang：须有值；实际为 无"),
    (["why", "--wrong"], "there is no option --wrong", "没有选项 --wrong"),
    (["why"], "name is missing: Order id", "缺少 name：订单 ID"),
    (["why", " "], "expected an order's id or number; came nothing", "须为订单 ID 或单号；实际为 无"),
    (["token", "--role", "x"], "--as is missing: The person's code", "缺少 --as：此人的代号"),
    (["token", "--as", "x", "--role", "y"], "--role: expected one of accountant", "--role：须为 accountant"),
    (["why", "X", "--lang", "fr"], "--lang: expected one of en, zh; came fr", "--lang：须为 en、zh 之一；实际为 fr"),
    (["up", "--rate", "x"], "came x", "--rate：须为数字；实际为 x"),
    (["up", "--rate", "0"], "came 0", "--rate：不得小于 0.001；实际为 0"),
    (["up", "--rate"], "--rate: expected a value", "--rate：须有值"),
    (["up", "A", "B"], "expected no more arguments; came A B", "不应再有参数；实际为 A B"),
    (["up", "--processes=1"], "--processes: takes no value", "--processes：不带值"),
    (["import", "nofile", "--mapping", "m"], "--mapping: m is not there", "--mapping：m 不存在"),
    (["replay", "--since", "x"], "--since: Input should be a valid datetime", "--since：须为日期时间；实际为 x"),
    (["replay", "--message", "x"], "--message: Input should be a valid UUID", "--message：须为有效的 UUID"),
    (["replay", "--yes"], "name what to replay", "请指明要重新处理的消息"),
    (["doctor", "--yes"], "--yes needs a --reason", "使用 --yes 时须以 --reason 写明原因"),
    (["conformance", "x"], "department: expected one of sales", "department：须为 sales"),
    (["demo", "--json", "no/such.json"], "--json: no is not there", "--json：no 不存在"),
]


@pytest.mark.parametrize(("words", "english", "chinese"), WRONG, ids=lambda part: str(part)[:20])
def test_wrong_use_names_the_option_what_was_expected_and_what_came(
    words: list[str], english: str, chinese: str
) -> None:
    assert english in answered(*words)
    told = answered(*words, LC_ALL="zh_CN.UTF-8")
    assert chinese in told
    assert not SENTENCE.findall(re.sub(r"gendan( \w+)*", "", told))


def test_wrong_use_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        app(["why", "--wrong"], prog_name="gendan")
    assert ended.value.code == 2
    assert "--wrong" in capsys.readouterr().err


def test_the_language_of_the_whole_command_is_that_of_the_one_called(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Any] = []
    one = typer.main.get_command(app)
    monkeypatch.setattr("gendan.backup_command.speak", heard.append)
    with pytest.raises(SystemExit):
        one(["--lang", "zh", "backup", "/nowhere/at/all", "--data", "/nowhere"], prog_name="gendan")
    assert heard == ["zh"]
