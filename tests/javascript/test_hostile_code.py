"""Whatever the code is: no exception, no wrong position, no long wait, no import before its time."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.javascript.analysis import analyse
from callr_actions.javascript.compile import check
from callr_actions.javascript.model import Analysis, Form
from tests.examples import examples

SIGNS = """( ) [ ] { } . ?. , ; : ? => = += ++ + - / * ** < > ! && ?? ... ` ${ " ' \\ # @ // /* */ <!-- -->"""
WORDS = """a b $x 1 0x if else for of in let const var class extends static get async await yield function
    return new typeof delete try catch switch case do while this super import \\u0061 \\u{61} "a" 'b' `c` /d/g
    é 😀"""
TOKENS = st.sampled_from([*SIGNS.split(), *WORDS.split()])
SPACES = st.sampled_from(["", "", " ", "\n", "\r", "\r\n", "\u2028", "\ufeff", "\0", "\ud800", "/**/"])
SOUP = st.lists(st.tuples(TOKENS, SPACES), max_size=40).map(lambda pairs: "".join(map("".join, pairs)))
ANYTHING = st.text(st.characters(), max_size=60) | SOUP


def assert_sound(code: str, analysis: Analysis) -> None:
    places = [(ref.start, ref.end, ref.name) for ref in analysis.references]
    assert places == sorted(places)
    places += [(m.start, m.end, m.name) for ref in analysis.references for m in ref.members]
    for start, end, name in places:
        assert 0 <= start <= end <= len(code)
        assert code[start:end] == name or "\\" in code[start:end]
    fault = analysis.fault
    if fault is not None and fault.start is not None:
        assert fault.end is not None
        assert 0 <= fault.start <= fault.end <= len(code)
    if fault is not None:
        assert fault.message
        assert fault.message.isprintable()


@given(code=ANYTHING, form=st.sampled_from(Form))
@examples(5)
def test_any_text_is_analysed(code: str, form: Form) -> None:
    started = time.process_time()
    analysis = analyse(code, form)
    assert time.process_time() - started < 1
    assert_sound(code, analysis)
    assert analysis.fault == check(code, form)


@given(code=ANYTHING)
@examples(2)
def test_what_is_a_correct_expression_is_one_in_brackets_too(code: str) -> None:
    if check(code, Form.EXPRESSION) is None:
        assert check(f"({code}\n)", Form.EXPRESSION) is None
        assert check(f"f({code}\n)", Form.EXPRESSION) is None
        assert check(f"return (\n{code}\n)", Form.PROGRAM) is None


@pytest.mark.no_cover
@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize(
    "unit",
    ["+in", "]!", "] +", "++}", ",+ . ++", "+ &&", "&& !", "a:", "<a ", '"', 'a./* "', "a`", "`", "[(a)]=b;"],
)
def test_nonsense_of_any_length_is_done_with_in_time(unit: str, form: Form) -> None:
    for length in (4_000, 32_768):
        code = (unit * length)[:length]
        assert_sound(code, analyse(code, form))


def test_threads_do_not_disturb_each_other() -> None:
    codes = [f"a{number} + (b{number}{')' if number % 3 else ''}" for number in range(300)]
    expected = [analyse(code, Form.EXPRESSION) for code in codes]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(analyse, codes, [Form.EXPRESSION] * len(codes))) == expected


def test_importing_the_room_loads_no_parser() -> None:
    script = (
        "import sys, pkgutil, importlib, callr_actions.javascript as room\n"
        "for module in pkgutil.iter_modules(room.__path__, room.__name__ + '.'):\n"
        "    importlib.import_module(module.name)\n"
        "late = ('tree_sitter', 'tree_sitter_javascript', '_quickjs', 'quickjs', 'threading')\n"
        "print([name for name in late if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
