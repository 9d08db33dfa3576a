"""What git knows of a project's files: those of its commits, and which are as in the last one. Reads only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.git import run_git
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_FILE_MODES = ("100644", "100755")
_LINK = "120000"


class Blob(NamedTuple):
    """A file of a commit.

    Attributes:
        path: POSIX, relative to the project's folder.
        object: its name in git's store.
        is_link: whether it is a link; what it holds is then a path.
    """

    path: str
    object: str
    is_link: bool


class GitTree:
    """The repository that a folder lies in.

    Args:
        root: the project's folder, which may lie below the repository's.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    @property
    def is_there(self) -> bool:
        """Whether the folder lies in a repository that git can read."""
        try:
            return self._run("rev-parse", "--is-inside-work-tree").stdout.strip() == b"true"
        except CallrActionsError:
            return False

    def commit(self, reference: str) -> str | None:
        """Return the full name of the commit that a branch, tag or shortened name means; None without one."""
        # A name that begins with a hyphen would be an option.
        found = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}")
        return found.stdout.decode().strip() or None if found.returncode == 0 else None

    def has_behind(self, commit: str) -> bool:
        """Whether what is checked out comes from a commit; no where this clone does not have it."""
        found = self.commit(commit)
        return found is not None and self._run("merge-base", "--is-ancestor", found, "HEAD").returncode == 0

    def differs(self, paths: Iterable[str]) -> frozenset[str]:
        """Return those of some paths that are not as in the last commit: changed, new, ignored, or staged.

        Args:
            paths: POSIX, relative to the project's folder.
        """
        wanted = sorted(set(paths))
        if not wanted:
            return frozenset()
        done = self._run("ls-tree", "-r", "-z", "--name-only", "HEAD", "--", *_literal(wanted))
        committed = set(_split(done.stdout)) if done.returncode == 0 else set()
        options = ("--porcelain=v1", "-z", "--no-renames", "--untracked-files=all")
        top = self._prefix()
        status = self._checked("status", *options, "--", *_literal(wanted))
        changed = {line[3:].removeprefix(top) for line in _split(status)}
        return frozenset(path for path in wanted if path not in committed or path in changed)

    def files(self, commit: str, under: str) -> tuple[Blob, ...]:
        """Return the files of a commit below a folder, sorted; without what git only names (submodules).

        Args:
            commit: its full name.
            under: POSIX, from the project's folder on; empty for all of that.
        """
        listed = self._checked("ls-tree", "-r", "-z", commit, "--", *(_literal([under]) if under else ()))
        found = []
        for line in _split(listed):
            head, _, path = line.partition("\t")
            mode, kind, name = head.split(" ")
            if kind == "blob" and mode in (*_FILE_MODES, _LINK):
                found.append(Blob(path, name, mode == _LINK))
        return tuple(sorted(found))

    def contents(self, objects: Sequence[str]) -> dict[str, bytes]:
        """Return what objects hold, by their names; those that the repository does not have are left out."""
        if not objects:
            return {}
        wanted = list(dict.fromkeys(objects))
        data = self._run("cat-file", "--batch", stdin="".join(f"{name}\n" for name in wanted).encode()).stdout
        found: dict[str, bytes] = {}
        at = 0
        for name in wanted:
            end = data.index(b"\n", at)
            head = data[at:end].split(b" ")
            at = end + 1
            if head[-1] == b"missing":
                continue
            size = int(head[-1])
            found[name] = data[at : at + size]
            at += size + 1
        return found

    def file(self, commit: str, path: str) -> bytes | None:
        """Return a file of a commit; None where it is not in it."""
        blobs = [each for each in self.files(commit, path) if each.path == path and not each.is_link]
        return self.contents([blobs[0].object]).get(blobs[0].object) if blobs else None

    def versions(self, path: str, most: int) -> Iterator[bytes]:
        """Yield what a file was in the last commits that changed it, the newest first, each text once."""
        listed = self._run(
            "log", f"--max-count={most}", "--format=", "--raw", "--no-abbrev", "-z", "--", *_literal([path])
        )
        names: list[str] = []
        for line in _split(listed.stdout):
            if line.startswith(":"):
                old, new = line.split(" ")[2:4]
                names += [new, old]
        known = self.contents([name for name in names if name.strip("0")])
        yield from dict.fromkeys(known[name] for name in names if name in known)

    def had(self, path: str) -> bool:
        """Whether some commit up to now had this file."""
        return bool(self._run("log", "--max-count=1", "--format=%H", "--", *_literal([path])).stdout.strip())

    def _prefix(self) -> str:
        """Return where the project lies in the repository, with a slash at the end; empty at its top."""
        return self._checked("rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").rstrip("\n")

    def _checked(self, *arguments: str) -> bytes:
        done = self._run(*arguments)
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise CallrActionsError(f"git {arguments[0]} failed: {said[0] if said else done.returncode}")
        return done.stdout

    def _run(self, *arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        return run_git(self._root, *arguments, stdin=stdin)


def _literal(paths: Iterable[str]) -> list[str]:
    """Return paths as git reads them without looking for `*`, from the folder it runs in on."""
    return [f":(literal){path}" for path in paths]


def _split(data: bytes) -> list[str]:
    return [part.decode("utf-8", "surrogateescape") for part in data.split(b"\0") if part]
