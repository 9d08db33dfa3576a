"""What is released works where it is installed: built and installed offline, run away from the repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from callr_actions.version import __version__

pytestmark = pytest.mark.no_cover  # other processes do the work

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 250


def done(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    ended = subprocess.run(
        [str(each) for each in command],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "HOME": str(cwd), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sdist, and of the wheel that was made of it alone."""
    folder = tmp_path_factory.mktemp("dist")
    done(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=ROOT)
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    source = folder / sdist.name.removesuffix(".tar.gz")
    done(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=source)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a clean environment with the wheel; its dependencies are those that run the tests."""
    environment = tmp_path_factory.mktemp("environment")
    venv.create(environment, with_pip=False)
    purelib = Path(sysconfig.get_path("purelib", vars={"base": str(environment)}))
    # Of a folder that is added this way no further .pth files count: not the one of this checkout.
    (purelib / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (wheel,) = built.glob("*.whl")
    pip = (sys.executable, "-m", "pip", "--quiet", "--python", environment, "--disable-pip-version-check")
    done(*pip, "install", "--no-index", "--no-deps", "--ignore-installed", "--no-compile", wheel, cwd=built)
    return environment / "bin"


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_has_what_the_program_reads(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    found = names(wheel)
    for folder in ("callr_actions", "schemas", "scenarios"):
        tracked = done("git", "ls-files", folder, cwd=ROOT).stdout.splitlines()
        for path in tracked:
            if folder == "callr_actions":
                assert path in found
            elif folder == "schemas" and path.count("/") == 1 and path.endswith(".json"):
                assert f"callr_actions/{path}" in found
            elif folder == "scenarios":
                assert f"callr_actions/examples/{path}" in found
    assert "callr_actions/py.typed" in found
    assert f"callr_actions-{__version__}.dist-info/licenses/LICENSE" in found
    others = {name.partition("/")[0] for name in found}
    assert others == {"callr_actions", f"callr_actions-{__version__}.dist-info"}


def test_the_sdist_has_no_state_of_this_machine(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        tops = {Path(name).parts[1] for name in archive.getnames() if len(Path(name).parts) > 1}
    assert {"pyproject.toml", "README.md", "LICENSE", "callr_actions", "schemas", "scenarios"} <= tops
    assert not tops & {".git", ".venv", ".ci", ".callr", "dist"}


def test_the_program_works_where_it_is_installed(installed: Path, tmp_path: Path) -> None:
    program = installed / "callr-actions"
    tell = "import callr_actions; print(callr_actions.__file__)"
    where = done(installed / "python", "-c", tell, cwd=tmp_path)
    assert Path(where.stdout).is_relative_to(installed.parent)
    assert done(program, "--version", cwd=tmp_path).stdout == f"callr-actions {__version__}\n"
    assert json.loads(done(program, "schema", "world", cwd=tmp_path).stdout)["title"] == "Callr Actions world"
    done(program, "init", "--yes", "phone", cwd=tmp_path)
    phone = tmp_path / "phone"
    assert done(program, "lint", cwd=phone).stdout == "2 files checked, nothing found\n"
    assert done(program, "call", "front-desk", cwd=phone).stdout.endswith("run completed\n")
    done(program, "dev", "seed", "--yes", cwd=phone)
    assert "Example" in done(program, "scenarios", "list", cwd=phone).stdout


def test_version_and_change_log_agree() -> None:
    """What is released has a section; what is not has fragments."""
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = [line.split()[1] for line in log.splitlines() if line.startswith("## ")]
    fragments = [path for path in (ROOT / "changes").glob("*.md") if path.name != "README.md"]
    if released:
        assert released[0] == __version__
    else:
        assert fragments
        assert __version__.startswith("0.")
    kinds = {path.name.split(".")[1] for path in fragments}
    assert kinds <= {"added", "changed", "fixed", "removed"}
    # towncrier takes what it can read: every fragment has to be in what it would write.
    towncrier = (sys.executable, "-m", "towncrier", "build", "--draft", "--date", "2026-01-01")
    draft = done(*towncrier, "--version", __version__, cwd=ROOT).stdout
    assert draft.count("\n- ") == len(fragments)
