"""The values at both edges of a constraint, worked out from its data."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from callr_actions.api.requests.audio_content import Audio
from callr_actions.api.requests.constraints import Boolean, Choice, Integer, Many, Text, Time
from callr_actions.api.requests.json_objects import Object, Variables
from callr_actions.api.requests.sms import Sender
from callr_actions.api.upload import AudioUpload

if TYPE_CHECKING:
    from callr_actions.api.requests.constraints import Constraint


class Edges(NamedTuple):
    """Values that are just good, and values that are just not."""

    good: list[object]
    bad: list[object]


# What a form takes and refuses at its edges, written by hand from Callr's documentation.
FORMS = {
    "^[a-z0-9]{8}$": Edges(
        ["callrsid", "00000000", "azerty00"],
        ["callrsi", "callrsidx", "Callrsid", "callr-id", "callrsid\n", "callrsid ", "cállrsid", ""],
    ),
    r"^\+[1-9][0-9]{5,32}$": Edges(
        ["+100000", "+9" + "0" * 32, "+33199001234"],
        [
            "+10000",
            "+9" + "0" * 33,
            "+0331990012",
            "33199001234",
            "+33 199001234",
            "+3319900123x",
            "+33٣99001",
            "",
        ],
    ),
    r"^(\+[1-9])?[0-9]{1,32}$": Edges(
        ["0", "0" * 32, "+10", "+9" + "0" * 32, "+33184", "42"],
        ["", "+", "+1", "+01", "0" * 33, "+9" + "0" * 33, "4 2", "abc", "42\n"],
    ),
    r"^\+[1-9][0-9]{0,8}$": Edges(
        ["+1", "+331", "+123456789"], ["+", "+0", "331", "+1234567890", "+33 1", ""]
    ),
    "^[A-Z]{2}$": Edges(["FR", "US", "AA", "ZZ"], ["F", "FRA", "fr", "F1", "", "ÉÉ"]),
    "^[a-zA-Z0-9]{32,256}$": Edges(["a" * 32, "Z9" * 128], ["a" * 31, "a" * 257, "-" * 32, ""]),
    "^yaml$": Edges(["yaml"], ["json", "YAML", "yaml\n", "yamll", ""]),
    r"^https?:\/\/(?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{2,}(?:[:/?#]\S*)?$": Edges(
        [
            "https://example.com",
            "http://example.com",
            "https://www.example.com/path",
            "https://a-b.c1.io:8443/x?y=1#z",
        ],
        [
            "https://localhost/x",
            "https://127.0.0.1/x",
            "ftp://example.com",
            "example.com",
            "https://example.c",
            "https://example.com1",
            "https://example.com/a b",
            "https://",
            "",
        ],
    ),
    r"^https?:\/\/[^\s/?#]+(?:[/?#]\S*)?$": Edges(
        ["http://localhost:8000/hook", "http://127.0.0.1", "http://[::1]:80/", "https://example.com?x"],
        ["localhost:8000", "http://", "http:///x", "ftp://localhost", "http://local host", ""],
    ),
}
BROKEN = "half \ud800"


def edges(constraint: Constraint) -> Edges:
    """The values at the edges; no constraint without any."""
    match constraint:
        case Text(pattern=None):
            return _text(constraint)
        case Text(pattern=str() as pattern):
            return Edges(FORMS[pattern].good, [*FORMS[pattern].bad, 5, b"callrsid"])
        case Integer(least=least, most=most):
            above = [] if most is None else [most + 1]
            return Edges(
                [least, least + 1, 10**12 if most is None else most], [least - 1, *above, True, "1", 1.0]
            )
        case Choice(values=values):
            return Edges([*values], ["", values[0].upper(), values[0] + " ", "no-such-value", 1, True])
        case Boolean(only_true=only_true):
            return Edges(
                [True] if only_true else [True, False], [1, 0, "true", *([False] if only_true else [])]
            )
        case Time():
            good = [
                "2024-04-24T17:42:28Z",
                "2024-04-24T17:42:28.12345678+00:00",
                datetime(2024, 4, 24, tzinfo=UTC),
            ]
            naive = datetime(2024, 4, 24)  # noqa: DTZ001
            return Edges([*good], ["2024-04-24", "2024-04-24T17:42:28", "", 1713980548, naive])
        case Many(each=each, most=most):
            one, other = edges(each).good[0], edges(each).bad[0]
            return Edges([(one,), [one], (one,) * most], [(one,) * (most + 1), (one, other), one, {one}])
        case Sender():
            return Edges(
                ["", "A", "MyCompany", "1234567890A", "+15551230000", "É1"],
                ["12345678901A", "123", "A" * 12, "+1555", BROKEN, 5],
            )
        case _:
            return _objects(constraint)


def _text(constraint: Text) -> Edges:
    least, most = constraint.least, constraint.most
    shortest = "é" * least
    longest = "😀" * ((most or 5000) - 1) + "é"
    too_long: list[object] = [] if most is None else ["é" * (most + 1)]
    too_short: list[object] = ["é" * (least - 1)] if least else []
    letterless: list[object] = ["12", "😀", "_"] if constraint.letter else []
    return Edges([shortest, longest], [*too_short, *too_long, *letterless, 5, ["text"], BROKEN])


def _objects(constraint: Constraint) -> Edges:
    match constraint:
        case Object():
            good: list[object] = [
                {},
                {"city": {"zip": [1, 2.5, None, True, "x"]}},
                {"n": 2**64 - 1, "m": -(2**63)},
            ]
            return Edges(
                good,
                [
                    [],
                    "x",
                    {"a": float("nan")},
                    {"a": [{"b": float("inf")}]},
                    {"a": 2**64},
                    {"a": -(2**63) - 1},
                    {"a": b"x"},
                    {"a": {3: 1}},
                    {BROKEN: 1},
                    {"a": BROKEN},
                    {"a": _nested(300)},
                ],
            )
        case Variables(most=most):
            return Edges(
                [
                    {},
                    {f"$v{number}": number for number in range(most)},
                    {"$a": None, "$Z9_": [1], "$" + "a" * 255: 1},
                ],
                [
                    {f"$v{number}": number for number in range(most + 1)},
                    {"$" + "a" * 256: 1},
                    {"name": 1},
                    {"$1": 1},
                    {"$_a": 1},
                    {"$é": 1},
                    {"$a-b": 1},
                    {"$a\n": 1},
                    {"$": 1},
                    {"": 1},
                    {1: 1},
                    {"$a": float("nan")},
                    [],
                ],
            )
        case Audio(media_types=media_types):
            return Edges(
                [_sound(media_type) for media_type in media_types],
                [_sound("audio/wav", size=0), _sound("audio/x-wav"), Path("a.wav"), b"x"],
            )
        case _:
            raise AssertionError(f"no edges for {constraint}")


def _sound(media_type: str, size: int = 1) -> AudioUpload:
    return AudioUpload(path=Path("a.wav"), media_type=media_type, size=size, seconds=1)


def _nested(levels: int) -> object:
    value: object = None
    for _ in range(levels):
        value = [value]
    return value
