"""From the folder and an open account to the plan."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from callr_actions.cli.session import MASKER
from callr_actions.named_tuple import NamedTuple
from callr_actions.project.discovery import key_of
from callr_actions.project.state_folder import state_folder
from callr_actions.sync.applying.deployments import Deployments
from callr_actions.sync.choices import Choices, resolve_keys
from callr_actions.sync.deployed_text import DeployedTexts
from callr_actions.sync.desired import desired_state, read_texts, wanted_audio
from callr_actions.sync.git import Git
from callr_actions.sync.git_tree import GitTree
from callr_actions.sync.obstacle import Obstacle
from callr_actions.sync.plan import Note
from callr_actions.sync.planner import make_plan
from callr_actions.sync.reader import Reader
from callr_actions.sync.remote import read_remote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from callr_actions.cli.sessions.session import Session
    from callr_actions.cli.syncing.linting import Linted
    from callr_actions.cli.syncing.options import Wish
    from callr_actions.project.discovery import ScenarioFile
    from callr_actions.project.project import Project
    from callr_actions.sync.plan import Plan
    from callr_actions.sync.remote import Remote


class Planned(NamedTuple):
    """A plan and what it was made of."""

    plan: Plan
    remote: Remote


def is_meant(wish: Wish, key: str) -> bool:
    """Whether a key of the folder may be meant, before the account is known."""
    return not wish.keys or any(key == each or fnmatchcase(key, each) for each in wish.keys)


def now() -> str:
    """Return the time, RFC 3339."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def plan_for(
    session: Session,
    linted: Linted,
    wish: Wish,
    *,
    commit: str | None = None,
    command: Sequence[str] = ("deploy",),
) -> Planned:
    """Read the account and return the plan.

    Args:
        session: the account.
        linted: the scenarios, whether they are files here or were laid out from a commit.
        wish: what is meant.
        commit: the one that all of them are as in; None where git is asked.
        command: what carries the plan out, as words.

    Raises:
        CallrActionsError: a key or a commit does not exist, or the account does not answer as it should.
    """
    project, account = session.project, session.account.name
    keys = [each.key for each in linted.scenarios]
    git = Git(project.root)
    remote = await read_remote(
        Reader(session.client, session.connection),
        numbers=wish.prune or any(account in project.settings_of(key).numbers for key in keys),
        audio=wanted_audio(project, account, keys),
    )
    desired = desired_state(
        project,
        account,
        read_texts(linted.scenarios),
        environ=os.environ,
        masker=MASKER,
        audio=remote.audio,
        commits=_commits(git, project, linted.scenarios) if commit is None else dict.fromkeys(keys, commit),
    )
    chosen, notes = _chosen(wish, git, project, keys, remote)
    choices = Choices(chosen, wish.prune, wish.ours)
    deployed = DeployedTexts(
        project, account, GitTree(project.root), environ=os.environ, masker=MASKER, audio=remote.audio
    )
    plan = make_plan(
        desired,
        remote,
        choices,
        git,
        holds=deployed.holds if git.head is not None else None,
        memory=Deployments(state_folder(project.root), account).memory,
        command=command,
        created=now(),
        commit=commit or git.head,
    )
    blocked = tuple(_blocking(linted))
    plan = plan._replace(
        notes=(*notes, *plan.notes),
        obstacles=(*blocked, *plan.obstacles),
        protected=None if session.account.is_local else session.account.protected,
    )
    return Planned(plan, remote)


def _commits(git: Git, project: Project, scenarios: Iterable[ScenarioFile]) -> Mapping[str, str | None]:
    """Return, by key, the commit that a scenario's file and callr.yaml are as in."""
    if git.head is None:
        return {}
    shared = [] if project.file is None else [project.file.resolve()]
    changed = git.uncommitted([project.scenarios, *shared])
    if changed is None or any(file in changed for file in shared):
        return {}
    return {each.key: None if each.path.resolve() in changed else git.head for each in scenarios}


def _chosen(
    wish: Wish, git: Git, project: Project, keys: list[str], remote: Remote
) -> tuple[frozenset[str] | None, tuple[Note, ...]]:
    """Return the keys that are meant, None for all, and what is to be said about that."""
    there = [each.mark.key for each in remote.scenarios if each.mark is not None]
    known = frozenset((*keys, *there))
    chosen = resolve_keys(wish.keys, known) if wish.keys else None
    if wish.changed_since is None:
        return chosen, ()
    shared = [] if project.file is None else [project.file]
    changed = git.changed_since(wish.changed_since, [project.scenarios, *shared])
    if any(file.resolve() in changed for file in shared):
        said = f"{project.shown} has changed since {wish.changed_since}, so every scenario is looked at"
        return chosen, (Note(said),)
    found = frozenset(_key(path, project) for path in changed) & known
    return found if chosen is None else found & chosen, ()


def _key(path: Path, project: Project) -> str:
    return key_of(os.fspath(path), os.fspath(project.scenarios.resolve()))


def _blocking(linted: Linted) -> Iterable[Obstacle]:
    """Yield one obstacle for each file with findings that stop a deploy."""
    counts: dict[str, int] = {}
    for finding in linted.blocking.findings:
        counts[finding.file] = counts.get(finding.file, 0) + 1
    for file, count in counts.items():
        what = "a finding" if count == 1 else f"{count} findings"
        yield Obstacle(
            f"{what} of `lint` {'stops' if count == 1 else 'stop'} a deploy",
            None,
            file,
            f"`callr-actions lint {file}` says what and why",
        )
