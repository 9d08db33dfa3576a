"""What all requests share: the query, the body, and an error that lists every violation."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from callr_actions.api.models.number_kinds import NumberType
from callr_actions.api.models.sms import SmsStatus, TrafficType
from callr_actions.api.models.timestamp import Timestamp
from callr_actions.api.requests.audio_files import UploadAudioFile
from callr_actions.api.requests.calls import ExportCalls
from callr_actions.api.requests.identifiers import check_path
from callr_actions.api.requests.inputs import ABSENT
from callr_actions.api.requests.number_store import ReserveNumbers
from callr_actions.api.requests.numbers import SearchNumbers, UpdateNumber
from callr_actions.api.requests.recordings import SearchRecordings
from callr_actions.api.requests.scenarios import CreateScenario, SearchScenarios, UpdateScenario
from callr_actions.api.requests.sms import SearchSms, SendSms
from callr_actions.api.requests.violations import Fault, InvalidRequestError, Violation
from callr_actions.api.upload import AudioUpload, Form

SOUND = AudioUpload(path=Path("Hello.wav"), media_type="audio/wav", size=44, seconds=1)


def refused(build: object) -> InvalidRequestError:
    assert callable(build)
    with pytest.raises(InvalidRequestError) as caught:
        build()
    return caught.value


def test_a_query_is_pairs_in_the_names_of_the_wire() -> None:
    request = SendSms(to="+33199001234", text="Bonjour", traffic_type=TrafficType.ALERTING, from_="Bakery")
    assert request.query() == [("to", "+33199001234"), ("from", "Bakery"), ("trafficType", "alerting")]
    assert request.body() == {"text": "Bonjour"}
    assert request.form() is None


def test_booleans_numbers_and_times_become_text() -> None:
    request = SearchRecordings(
        read=False,
        min_duration=5,
        limit=20,
        created_after=datetime(2024, 5, 2, 8, 15, tzinfo=timezone(timedelta(hours=2))),
        created_before=Timestamp.parse("2024-05-03T00:00:00.123456789Z"),
        read_after="2024-05-02T00:00:00z",
        read_before=datetime(2024, 5, 4, tzinfo=UTC),
    )
    assert dict(request.query()) == {
        "limit": "20",
        "read": "false",
        "minDuration": "5",
        "createdAfter": "2024-05-02T08:15:00+02:00",
        "createdBefore": "2024-05-03T00:00:00.123456789Z",
        "readAfter": "2024-05-02T00:00:00z",
        "readBefore": "2024-05-04T00:00:00Z",
    }
    assert request.body() is None


def test_a_partial_body_holds_only_what_changes() -> None:
    assert UpdateScenario().body() == {}
    assert UpdateScenario(name="Bakery").body() == {"name": "Bakery"}


def test_null_is_sent_only_where_it_means_something() -> None:
    assert UpdateNumber(scenario=None).body() == {"scenario": None}
    assert UpdateNumber(scenario=ABSENT, end_user="bakery01").body() == {"enduser": "bakery01"}
    assert UpdateNumber(end_user=None).body() == {}


def test_a_form_holds_the_file() -> None:
    request = UploadAudioFile(name="Hello", file=SOUND)
    assert request.form() == Form({"name": "Hello"}, {"file": SOUND})
    assert request.body() is None


def test_every_violation_is_listed() -> None:
    error = refused(lambda: SearchScenarios(name="x" * 65, sort="nmae", limit=500, order="asc"))  # type: ignore[arg-type]
    assert error.violations == (
        Violation("limit", Fault("500", "a whole number from 1 to 100")),
        Violation("name", Fault("a text of 65 characters", "at most 64 characters")),
        Violation("sort", Fault('"nmae"', "name, created, updated", "name")),
    )
    assert str(error) == (
        "SearchScenarios: 3 parameters are wrong:\n"
        "  `limit` is 500; allowed: a whole number from 1 to 100\n"
        "  `name` is a text of 65 characters; allowed: at most 64 characters\n"
        '  `sort` is "nmae"; allowed: name, created, updated; did you mean `name`?'
    )


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (
            lambda: CreateScenario(name="2024", script="x"),
            'CreateScenario: `name` is "2024"; allowed: 1 to 64 characters with a letter among them',
        ),
        (
            lambda: CreateScenario(name="A", script="x" * 32_769),
            "CreateScenario: `script` is a text of 32769 characters; allowed: 1 to 32768 characters",
        ),
        (
            lambda: CreateScenario(name="A\ud800", script="x"),
            (
                "CreateScenario: `name` is a text with half of a surrogate pair; allowed: text that "
                "UTF-8 can hold"
            ),
        ),
        (
            lambda: CreateScenario(name=b"A" * 3, script="x"),  # type: ignore[arg-type]
            "CreateScenario: `name` is 3 bytes; allowed: 1 to 64 characters with a letter among them",
        ),
        (
            lambda: SearchScenarios(limit=10**30),
            (
                "SearchScenarios: `limit` is a number of more than 20 digits; allowed: a whole number "
                "from 1 to 100"
            ),
        ),
        (
            lambda: SearchScenarios(limit=object()),  # type: ignore[arg-type]
            "SearchScenarios: `limit` is of the type object; allowed: a whole number from 1 to 100",
        ),
        (
            lambda: SearchScenarios(offset={}),  # type: ignore[arg-type]
            "SearchScenarios: `offset` is an object of 0 keys; allowed: a whole number of 0 or more",
        ),
        (
            lambda: ReserveNumbers(country="fr", type=NumberType.MOBILE),
            'ReserveNumbers: `country` is "fr"; allowed: a country as two capital letters, such as FR',
        ),
        (
            lambda: SearchNumbers(contains="4\t2"),
            (
                'SearchNumbers: `contains` is "4\\t2"; allowed: 1 to 32 digits, or `+`, a digit and 1 to '
                "32 digits"
            ),
        ),
        (
            lambda: SearchNumbers(detached=False),  # type: ignore[arg-type]
            "SearchNumbers: `detached` is false; allowed: true",
        ),
        (
            lambda: SearchSms(status=SmsStatus("delivred")),
            (
                'SearchSms: `status` is "delivred"; allowed: created, error, expired, failed, pending, '
                "delivered, remote-queued, sent; did you mean `delivered`?"
            ),
        ),
        (
            lambda: SearchSms(created_after=datetime(2024, 5, 2)),  # noqa: DTZ001
            (
                "SearchSms: `createdAfter` is a time without a zone; allowed: a datetime with one, such "
                "as datetime.now(UTC)"
            ),
        ),
        (
            lambda: SendSms(to="+33199001234", text=""),
            "SendSms: `text` is a text of 0 characters; allowed: 1 to 3200 characters",
        ),
        (
            lambda: SendSms(to="+33199001234", text="x", from_="My Great Bakery"),
            (
                'SendSms: `from` is "My Great Bakery"; allowed: a phone number such as +15551230000, or '
                "at most 11 characters with a letter among them"
            ),
        ),
        (
            lambda: UploadAudioFile(name="A", file=replace(SOUND, media_type="audio/x-wav")),
            (
                'UploadAudioFile: `file` is "audio/x-wav"; allowed: audio/flac, audio/mpeg, audio/mp4, '
                "audio/ogg, audio/wav; did you mean `audio/wav`?"
            ),
        ),
        (
            lambda: UploadAudioFile(name="A", file=replace(SOUND, size=0)),
            "UploadAudioFile: `file` is an empty file; allowed: a file with sound",
        ),
        (
            lambda: UploadAudioFile(name="A" * 65, file=Path("a.wav")),  # type: ignore[arg-type]
            (
                "UploadAudioFile: 2 parameters are wrong:\n"
                "  `name` is a text of 65 characters; allowed: 1 to 64 characters\n"
                "  `file` is of the type PosixPath; allowed: what `audio_upload` returns for a file"
            ),
        ),
        (
            lambda: check_path("actionsGet", sid="Callrsid"),
            'actionsGet: `sid` is "Callrsid"; allowed: 8 lower-case letters or digits, such as callrsid',
        ),
        (
            lambda: check_path("callsHangup", callid=0),
            "callsHangup: `callid` is 0; allowed: a whole number from 1 to 9223372036854775807",
        ),
        (
            lambda: check_path("numbersStoreBuy", token="short"),
            "numbersStoreBuy: `token` is a text of 5 characters; allowed: 40 characters or more",
        ),
    ],
)
def test_an_error_says_what_was_found_and_what_is_allowed(build: object, message: str) -> None:
    assert str(refused(build)) == message


@pytest.mark.parametrize(
    ("days", "seconds", "good"), [(0, 0, False), (0, 1, True), (31, 0, True), (31, 1, False), (-1, 0, False)]
)
def test_an_export_spans_at_most_31_days(days: int, seconds: int, good: bool) -> None:
    begin = datetime(2024, 5, 1, tzinfo=UTC)
    end = (begin + timedelta(days=days, seconds=seconds)).isoformat()
    if good:
        request = ExportCalls(direction="inbound", from_=begin, to=end)
        assert request.query()[:2] == [("direction", "inbound"), ("from", "2024-05-01T00:00:00Z")]
        assert request.body() is None
    else:
        error = refused(lambda: ExportCalls(direction="inbound", from_=begin, to=end))
        assert [violation.parameter for violation in error.violations] == ["to"]


def test_an_export_that_is_too_long_says_how_long() -> None:
    error = refused(
        lambda: ExportCalls(direction="outbound", from_="2024-01-01T00:00:00Z", to="2024-03-01T12:00:00Z")
    )
    assert str(error) == (
        "ExportCalls: `to` is 60.5 days after `from`; allowed: at most 31 days after `from`; ask "
        "for a longer time in parts"
    )
