"""What `pull` and `drift` start from: the folder and the account, both read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from callr_actions.cli.session import MASKER
from callr_actions.errors import CallrActionsError
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from pathlib import Path

    from callr_actions.cli.sessions.session import Session
    from callr_actions.project.project import Project
    from callr_actions.sync.desired import Desired
    from callr_actions.sync.pull_rows import Folder
    from callr_actions.sync.remote import Remote


def folder_of(project: Project) -> Folder:
    """Read the files of a project.

    Raises:
        CallrActionsError: the folder or a file in it cannot be taken, such as a link that leads out of it.
    """
    from callr_actions.project.discovery import discover
    from callr_actions.sync.desired import read_texts
    from callr_actions.sync.git_tree import GitTree
    from callr_actions.sync.pull_rows import Folder

    found = discover(project.root, project.scenarios)
    missing = not os.path.lexists(project.scenarios)
    if found.findings and not missing:
        first = found.findings[0]
        raise CallrActionsError(first.message, file=first.file, hint=first.help)
    texts = {each.key: each for each in read_texts(found.scenarios)}
    for each in texts.values():
        if isinstance(each.content, str):
            raise CallrActionsError(f"cannot be read: {each.content}", file=each.shown)
    git = GitTree(project.root)
    prefix = f"{_below(project.scenarios, project.root)}/"
    return Folder(
        project,
        texts,
        {each.key: _below(each.path, project.scenarios) for each in found.scenarios},
        prefix.removeprefix("./"),
        git if git.is_there else None,
    )


async def read_both(session: Session, folder: Folder, *, numbers: bool = False) -> tuple[Desired, Remote]:
    """Read the account, and work out what it would be by the folder.

    Raises:
        CallrActionsError: a value of callr.yaml cannot be filled, or a list of the account is incomplete.
    """
    from callr_actions.sync.desired import desired_state, wanted_audio
    from callr_actions.sync.reader import Reader
    from callr_actions.sync.remote import read_remote

    project, account = folder.project, session.account.name
    audio = wanted_audio(project, account, folder.texts)
    remote = await read_remote(Reader(session.client, session.connection), numbers=numbers, audio=audio)
    desired = desired_state(
        project,
        account,
        tuple(folder.texts.values()),
        environ=os.environ,
        masker=MASKER,
        audio=remote.audio,
    )
    return desired, remote


def _below(path: Path, top: Path) -> str:
    return printable(os.path.relpath(path, top).replace(os.sep, "/"))
