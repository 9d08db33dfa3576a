"""`callr-actions audio`: the account's audio files."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from callr_actions.cli.choices import AUDIO_SOURCES, AUDIO_STATUSES, OneOf
from callr_actions.cli.completion import completing
from callr_actions.cli.lazy import CommandGroup
from callr_actions.cli.rendering.progress import ProgressLine
from callr_actions.cli.rendering.shape import shape_options
from callr_actions.cli.rendering.show import show_item
from callr_actions.cli.rendering.views import AUDIO_FILE, PHONE_RECORDING
from callr_actions.cli.sessions.gate import Change, pass_gate
from callr_actions.cli.sessions.listing import list_options, show_search
from callr_actions.cli.sessions.options import account_options, writing_options
from callr_actions.cli.sessions.session import run_session
from callr_actions.cli.sessions.waiting import timeout_option, wait_until
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.api.models.audio_files import AudioFile
    from callr_actions.api.upload import AudioUpload
    from callr_actions.cli.rendering.shape import Shape
    from callr_actions.cli.sessions.listing import Extent
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session

sid_argument = click.argument("sid", metavar="SID", shell_complete=completing("audio"))
wait_option = click.option("--wait", is_flag=True, help="Until Callr has converted it.")


@click.group("audio", cls=CommandGroup)
def command() -> None:
    """The account's audio files, which scenarios play. Callr converts FLAC, MP3, MP4, Ogg and WAV.

    \b
    Examples:
      callr-actions audio upload welcome.wav --wait
      callr-actions audio list
    """  # noqa: D301 - click reads it


@command.command("list")
@click.option("--name", metavar="TEXT", help="Only those whose name has this in it.")
@click.option("--status", type=OneOf(AUDIO_STATUSES), help="Only those in this state.")
@click.option("--source", type=OneOf(AUDIO_SOURCES), help="Only those from there.")
@list_options("created", "updated", "name")
@account_options
def list_files(
    name: str | None, status: str | None, source: str | None, target: Target, extent: Extent, shape: Shape
) -> None:
    """List the audio files of the account.

    \b
    Examples:
      callr-actions audio list --status error
      callr-actions audio list --all -o csv=audio.csv
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.requests.audio_files import SearchAudioFiles
        from callr_actions.api.resources import audio_files

        inputs = SearchAudioFiles(name=name, status=status, source=source, **extent.paging())
        await show_search(session, audio_files.search(inputs), AUDIO_FILE, extent, shape)

    run_session(target, work)


@command.command("get")
@sid_argument
@shape_options
@account_options
def get(sid: str, target: Target, shape: Shape) -> None:
    """Show what is known of an audio file; the API does not give its sound.

    \b
    Examples:
      callr-actions audio get 49ar31f8
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import audio_files

        show_item(await session.send(audio_files.get(sid)), AUDIO_FILE, shape)

    run_session(target, work)


@command.command("create")
@click.argument("name", metavar="NAME")
@shape_options
@writing_options
def create(name: str, target: Target, shape: Shape) -> None:
    """Make an audio file without sound, for `audio replace` or `audio record` to fill.

    \b
    Examples:
      callr-actions audio create Welcome
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.requests.audio_files import CreateAudioFile
        from callr_actions.api.resources import audio_files

        request = audio_files.create(CreateAudioFile(name=name))
        pass_gate(session, Change(f"make the audio file `{name}`"))
        show_item(await session.send(request), AUDIO_FILE, shape)

    run_session(target, work)


@command.command("upload")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--name", metavar="NAME", help="1 to 64 characters.  [default: the file's name]")
@wait_option
@timeout_option
@shape_options
@writing_options
def upload(file: Path, name: str | None, wait: bool, timeout: float, target: Target, shape: Shape) -> int:
    """Make an audio file of a file here. Ends with 1 when Callr cannot convert it (with --wait).

    \b
    Examples:
      callr-actions audio upload welcome.wav --name Welcome --wait
    """  # noqa: D301 - click reads it
    called = file.stem if name is None else name

    async def work(session: Session) -> int:
        from callr_actions.api.requests.audio_files import CreateAudioFile, UploadAudioFile
        from callr_actions.api.resources import audio_files

        CreateAudioFile(name=called)  # the name is checked before anybody is asked
        pass_gate(session, Change(f"upload {file} as the audio file `{called}`"))
        with _sending(session, file) as sound:
            made = await session.send(audio_files.upload(UploadAudioFile(name=called, file=sound)))
        return await _shown(session, made, shape, wait=wait, timeout=timeout)

    return run_session(target, work)


@command.command("replace")
@sid_argument
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@wait_option
@timeout_option
@shape_options
@writing_options
def replace(sid: str, file: Path, wait: bool, timeout: float, target: Target, shape: Shape) -> int:
    """Replace the sound of an audio file. Scenarios that play it have the new one at once.

    \b
    Examples:
      callr-actions audio replace 49ar31f8 welcome.wav --wait
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> int:
        from callr_actions.api.requests.audio_files import UpdateAudioFileContent
        from callr_actions.api.resources import audio_files

        pass_gate(session, Change(f"replace the sound of the audio file {sid} with {file}", asks=True))
        with _sending(session, file) as sound:
            made = await session.send(audio_files.replace(sid, UpdateAudioFileContent(file=sound)))
        return await _shown(session, made, shape, wait=wait, timeout=timeout)

    return run_session(target, work)


@command.command("rename")
@sid_argument
@click.argument("name", metavar="NAME")
@shape_options
@writing_options
def rename(sid: str, name: str, target: Target, shape: Shape) -> None:
    """Give an audio file another name.

    \b
    Examples:
      callr-actions audio rename 49ar31f8 Welcome
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.requests.audio_files import UpdateAudioFile
        from callr_actions.api.resources import audio_files

        request = audio_files.update(sid, UpdateAudioFile(name=name))
        pass_gate(session, Change(f"rename the audio file {sid} to `{name}`"))
        show_item(await session.send(request), AUDIO_FILE, shape)

    run_session(target, work)


@command.command("record")
@sid_argument
@click.option("--country", required=True, metavar="COUNTRY", help="Where to call: two letters, such as FR.")
@shape_options
@writing_options
def record(sid: str, country: str, target: Target, shape: Shape) -> None:
    """Ask for a number to call and a code to enter, to speak the sound of an audio file by phone.

    \b
    Examples:
      callr-actions audio record 49ar31f8 --country FR
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.requests.audio_files import RecordAudioFileByPhone
        from callr_actions.api.resources import audio_files

        request = audio_files.record_by_phone(sid, RecordAudioFileByPhone(country=country))
        pass_gate(session, Change(f"let the audio file {sid} be recorded by phone"))
        show_item(await session.send(request), PHONE_RECORDING, shape)

    run_session(target, work)


@command.command("delete")
@sid_argument
@writing_options
def delete(sid: str, target: Target) -> None:
    """Delete an audio file, for good. Scenarios that play it then play nothing.

    \b
    Examples:
      callr-actions audio delete 49ar31f8
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import audio_files

        found = await session.send(audio_files.get(sid))
        pass_gate(session, Change(f"delete the audio file `{found.name}` ({sid})", asks=True))
        await session.send(audio_files.delete(sid))
        session.say(f"deleted the audio file `{found.name}` ({sid})")

    run_session(target, work)


@contextmanager
def _sending(session: Session, file: Path) -> Iterator[AudioUpload]:
    """Give a file as it is sent, with progress as long as this lasts."""
    from callr_actions.api.upload import audio_upload

    with ProgressLine(wanted=not session.target.quiet) as line:
        yield audio_upload(file, progress=lambda sent: line.show(f"{file}: {sent:,} bytes sent"))


async def _shown(session: Session, made: AudioFile, shape: Shape, *, wait: bool, timeout: float) -> int:
    """Show an audio file, with `wait` once it is converted; return the exit code."""
    from callr_actions.api.models.audio_files import AudioFileStatus
    from callr_actions.api.resources import audio_files

    if wait:
        ends = (AudioFileStatus.READY, AudioFileStatus.ERROR)
        made = await wait_until(
            session,
            audio_files.get(made.sid),
            lambda each: each.status in ends,
            seconds=timeout,
            what=f"the audio file {made.sid}",
            state=lambda each: each.status.value,
        )
    show_item(made, AUDIO_FILE, shape)
    if made.status is AudioFileStatus.ERROR:
        session.say("Callr cannot convert it")
        return ExitCode.FINDINGS
    return ExitCode.DONE
