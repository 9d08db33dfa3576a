"""The grammar of JavaScript is loaded without the package around it, and is the same."""

from __future__ import annotations

import subprocess
import sys
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING

import tree_sitter
import tree_sitter_javascript

from callr_actions.javascript.tree import grammar

if TYPE_CHECKING:
    import pytest


def test_it_is_that_of_the_package() -> None:
    assert tree_sitter.Language(grammar()) == tree_sitter.Language(tree_sitter_javascript.language())


def test_the_package_is_not_loaded() -> None:
    probe = "import sys; from callr_actions.javascript.tree import grammar; grammar(); "
    probe += "print('importlib.resources' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True).stdout == "False\n"


def test_a_package_that_lies_in_no_folder_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PathFinder, "find_spec", lambda *_: None)
    assert tree_sitter.Language(grammar()) == tree_sitter.Language(tree_sitter_javascript.language())
