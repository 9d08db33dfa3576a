"""Audio files: judged by their content, streamed, counted, sent again whole."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

import pytest

from callr_actions.api import upload
from callr_actions.api.requests.audio_files import UpdateAudioFileContent, UploadAudioFile
from callr_actions.api.resources import audio_files
from callr_actions.api.upload import audio_upload, media_type_of
from callr_actions.errors import CallrActionsError
from tests.api.loopback import Loopback, connection, reply
from tests.api.test_client import BOTH

if TYPE_CHECKING:
    from pathlib import Path

FILE = reply(
    200,
    json.dumps(
        {
            "sid": "abcd1234",
            "name": "Hello",
            "duration": 1,
            "source": "file-upload",
            "readonly": False,
            "status": "pending-conversion",
            "created": "2024-04-24T12:00:42Z",
            "updated": "2024-04-24T12:00:42Z",
        }
    ),
)


def wav(seconds: int = 1) -> bytes:
    data = bytes(8000 * seconds)
    head = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8)
    body = b"WAVE" + head + struct.pack("<4sI", b"data", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


@BOTH
def test_an_upload_streams_and_counts_and_survives_a_429(send: Any, tmp_path: Path) -> None:
    path = tmp_path / "Hello.bin"
    path.write_bytes(wav(20))
    counted: list[int] = []
    file = audio_upload(path, progress=counted.append)
    assert (file.media_type, file.size, file.seconds) == ("audio/wav", 160044, 20)
    with Loopback(reply(429), FILE) as server:
        assert (
            send(connection(server.url), audio_files.upload(UploadAudioFile(name="Hello", file=file))).sid
            == "abcd1234"
        )
    refused, taken = server.received
    assert refused.body == taken.body
    assert taken.method == "POST"
    assert taken.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b'name="name"\r\n\r\nHello\r\n' in taken.body
    assert b'name="file"; filename="Hello.bin"\r\nContent-Type: audio/wav\r\n\r\nRIFF' in taken.body
    assert counted[-1] == 160044
    assert counted.count(160044) == 2


@BOTH
def test_new_sound_is_put_where_post_is_not_taken(send: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(wav())
    with Loopback(reply(405), FILE) as server:
        inputs = UpdateAudioFileContent(file=audio_upload(path))
        send(connection(server.url), audio_files.replace("abcd1234", inputs))
    assert [each.method for each in server.received] == ["POST", "PUT"]
    assert server.received[0].target == "/v2.0/audio-files/abcd1234/file"
    assert b'name="name"' not in server.received[1].body
    assert wav() in server.received[1].body


@pytest.mark.parametrize(
    ("start", "media_type"),
    [
        (b"fLaC....", "audio/flac"),
        (b"OggS....", "audio/ogg"),
        (b"ID3.....", "audio/mpeg"),
        (b"\xff\xfb\x90\x00", "audio/mpeg"),
        (b"\0\0\0\x20ftypM4A ", "audio/mp4"),
        (b"RIFF\0\0\0\0WAVE", "audio/wav"),
        (b"RIFF\0\0\0\0AVI ", None),
        (b"\xff", None),
        (b"%PDF-1.7", None),
    ],
)
def test_the_content_says_what_a_file_is(start: bytes, media_type: str | None) -> None:
    assert media_type_of(start) == media_type


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"%PDF-1.7 and more", "the content is not audio that Callr takes, whatever the file is called"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "the content is not audio that Callr takes, whatever the file is called"),
    ],
)
def test_what_is_no_audio(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    with pytest.raises(CallrActionsError) as caught:
        audio_upload(path)
    assert str(caught.value) == f"{path}: {message}"


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "MOST_BYTES", 1000)
    path = tmp_path / "a.wav"
    path.write_bytes(wav())
    with pytest.raises(CallrActionsError, match="the file has 8,044 bytes, and at most 1,000 are sent"):
        audio_upload(path)


def test_a_file_that_is_not_there_or_not_there_any_more(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    with pytest.raises(CallrActionsError, match="cannot be read: no such file or directory"):
        audio_upload(path)
    path.write_bytes(wav())
    inputs = UploadAudioFile(name="Hello", file=audio_upload(path))
    path.unlink()
    from tests.api.test_client import send_sync

    with pytest.raises(CallrActionsError, match="cannot be read: no such file or directory"):
        send_sync(connection("http://127.0.0.1:9"), audio_files.upload(inputs))
