"""How long `lint` takes for many files: whole processes, in turn with other linters where they are there.

200 scenarios of about 5.7 KB each, cold (no cache yet) and cached; yamllint and check-jsonschema over the
same files, zizmor over 200 workflows of that size; 200 against 5,000 files for time and memory; one scenario
as long as Callr takes them, inside this process. The other linters are looked for on PATH, or with
`--tools FOLDER` there; `--only compare`, `grow` or `longest` measures one of these. Ends with 1 when a limit
is missed: the limits are the project's promise, at a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from make_scenarios import scenario

from callr_actions.language.document import document_from_bytes
from callr_actions.linter.engine import lint_document

ROOT = Path(__file__).resolve().parent.parent
FILES = 200
BYTES = 5700
TURNS = 5
COLD, CACHED, BARE = "lint, cold", "lint, cached", "bare python"
ZIZMOR = "zizmor"
OTHERS = ("yamllint", "check-jsonschema", ZIZMOR)
MANY = 5000
LONGEST = 32_768
STEPS = 500
MOST_MIB = 300

_WORKFLOW = """\
name: Workflow {number}
on: push
permissions: {{}}
jobs:
"""
_JOB = """\
  job-{job}:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps:
      - name: Say which job this is
        run: echo "job {job} of workflow {number}"
      - name: Count
        env:
          WHO: ${{{{ github.actor }}}}
        run: echo "$WHO counts to {job}"
"""


class Ran(NamedTuple):
    """One process: its wall and processor time in milliseconds, and the most memory that it held, in MiB."""

    took: float
    worked: float
    memory: float


def trimmed(number: int) -> str:
    """Return a scenario of about 5.7 KB: whole branches are left out at the end."""
    text = scenario(number)
    cut = text.rfind("\n  level-", 0, BYTES) + 1
    level = text[cut:].split(":", 1)[0].strip()
    head = text[:cut].replace(f"branch: {level}\n", "branch: done\n")
    return head + text[text.index("  done:\n") :]


def workflow(number: int) -> str:
    """Return a workflow file of the same size."""
    text = _WORKFLOW.format(number=number)
    job = 0
    while len(text) < BYTES:
        text += _JOB.format(job=job, number=number)
        job += 1
    return text


def write_project(folder: Path, count: int) -> None:
    """Write a project with so many scenarios."""
    (folder / "scenarios").mkdir(parents=True)
    (folder / "callr.yaml").write_text("version: 1\n", encoding="utf-8")
    for number in range(count):
        (folder / "scenarios" / f"s-{number:04}.yaml").write_text(trimmed(number), encoding="utf-8")


def run(command: list[str], folder: Path) -> Ran:
    """Run a process in a folder and wait for it."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    took = time.perf_counter() - started
    return Ran(took * 1000, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1024)


def find_tools(folder: Path | None) -> dict[str, str]:
    """Return the other linters that are there, by name."""
    places = None if folder is None else str(folder)
    return {name: found for name in OTHERS if (found := shutil.which(name, path=places)) is not None}


def compare(folder: Path, tools: dict[str, str]) -> list[str]:
    """Time 200 files with everything there is; return what missed a limit."""
    project, workflows = folder / "project", folder / "repository"
    write_project(project, FILES)
    (workflows / ".github" / "workflows").mkdir(parents=True)
    for number in range(FILES):
        path = workflows / ".github" / "workflows" / f"w-{number:04}.yml"
        path.write_text(workflow(number), encoding="utf-8")
    scenarios = sorted(str(path) for path in (project / "scenarios").iterdir())
    lint = [sys.executable, "-m", "callr_actions", "lint"]
    schema = str(ROOT / "schemas" / "scenario.schema.json")
    commands = {
        BARE: ([sys.executable, "-c", "pass"], project),
        COLD: (lint, project),
        CACHED: (lint, project),
    }
    arguments = {
        "yamllint": (["-d", "relaxed", *scenarios], project),
        "check-jsonschema": (["--schemafile", schema, *scenarios], project),
        "zizmor": (["--offline", "--no-progress", "."], workflows),
    }
    for name, program in tools.items():
        given, where = arguments[name]
        commands[name] = ([program, *given], where)
    ran: dict[str, list[Ran]] = {name: [] for name in commands}
    for turn in range(TURNS + 1):
        for name, (command, where) in commands.items():
            if name == COLD:
                shutil.rmtree(project / ".callr", ignore_errors=True)
            one = run(command, where)
            if turn:
                ran[name].append(one)
    return _report(ran)


def _report(ran: dict[str, list[Ran]]) -> list[str]:
    """Print the medians, and how many times as long as zizmor each took."""
    took = {name: statistics.median(each.took for each in those) for name, those in ran.items()}
    worked = {name: statistics.median(each.worked for each in those) for name, those in ran.items()}
    zizmor = took.get(ZIZMOR)
    sys.stdout.write(f"{FILES} files of {BYTES / 1000} KB {'wall':>8} {'fastest':>11} {'processor':>11}\n")
    for name, median in took.items():
        fastest = min(each.took for each in ran[name])
        ratio = "" if zizmor is None else f"{median / zizmor:9.2f} x zizmor"
        sys.stdout.write(f"{name:20} {median:8.0f} ms {fastest:8.0f} ms {worked[name]:8.0f} ms {ratio}\n")
    for name in OTHERS:
        if name not in took:
            sys.stdout.write(f"{name:20}  missing: not measured\n")
    if zizmor is None:
        return []
    missed = ["cold: over twice zizmor"] if took[COLD] > 2 * zizmor else []
    return missed + (["cached: over half of zizmor"] if took[CACHED] > zizmor / 2 else [])


def grow(folder: Path) -> list[str]:
    """Time 200 and 5,000 files in one process each; return what missed a limit."""
    ran: dict[int, Ran] = {}
    idle = run([sys.executable, "-m", "callr_actions", "lint", "--help"], folder).worked
    for count in (FILES, MANY):
        write_project(folder / str(count), count)
        command = [sys.executable, "-m", "callr_actions", "lint", "-q", "--no-cache", "--jobs", "1"]
        ran[count] = run(command, folder / str(count))
        each = (ran[count].worked - idle) / count
        memory = ran[count].memory
        sys.stdout.write(f"{count:5,} files: {each:6.2f} ms of the processor for each, {memory:4.0f} MiB\n")
    few, many = ((ran[count].worked - idle) / count for count in (FILES, MANY))
    missed = ["5,000 files: over 1.3 times the time for each of 200"] if many > 1.3 * few else []
    return missed + (["5,000 files: too much memory"] if ran[MANY].memory > MOST_MIB else [])


def longest() -> list[str]:
    """Time the longest scenario that Callr takes, inside this process; return what missed a limit."""
    step = "      - action: log@v1\n        params:\n          message: {}\n"
    head = "branches:\n  inbound-call:\n    actions:\n"
    room = (LONGEST - len(head)) // STEPS - len(step) + len("{}")
    text = head + step.format("x" * room) * STEPS
    document = document_from_bytes(text.encode(), "longest.yaml")
    lint_document(document)
    took = []
    for _ in range(5):
        started = time.perf_counter()
        lint_document(document_from_bytes(text.encode(), "longest.yaml"))
        took.append((time.perf_counter() - started) * 1000)
    sys.stdout.write(f"{len(text):,} characters, {STEPS} steps: {min(took):.0f} ms in this process\n")
    return ["the longest scenario: over 100 ms"] if min(took) > 100 else []


def main() -> int:
    """Measure everything; return 1 when a limit is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--tools", type=Path, metavar="FOLDER", help="where the other linters are")
    parser.add_argument("--only", choices=("compare", "grow", "longest"), help="measure one of these")
    asked = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.pop("CALLR_NO_CACHE", None)
    os.environ["PYTHONPATH"] = str(ROOT)
    missed: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        if asked.only in (None, "compare"):
            missed += compare(Path(name), find_tools(asked.tools))
        if asked.only in (None, "longest"):
            missed += longest()
        if asked.only in (None, "grow"):
            missed += grow(Path(name))
    for line in missed:
        sys.stdout.write(f"MISSED {line}\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
