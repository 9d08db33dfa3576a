"""Signatures; those expected were made with `openssl dgst -ALGORITHM -hmac SECRET -binary BODY | base64`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.api.webhooks.signature import V1, Scheme, is_signed, sign
from callr_actions.errors import CallrActionsError

if TYPE_CHECKING:
    from typing import Literal

SECRET = "clé de boulanger"
BODY = (
    b'{"id":"a033","at":"2024-05-02T08:15:00Z","sid":"hook0001","type":"v2.task.updated","try":0,'
    b'"payload":{"id":"t","status":"pending","percent":0,"ended":null,"result":null,"error":""}}'
)
SIGNATURES = {
    "sha256": "iAmaIkUgjIT4I/wrkFia+ISHFkymP1zS7kHc4b1dgJ4=",
    "sha384": "1PbrQaqK1QkRW731p1e4T2rxdqVJss3VUdaNSDlAY6ocQET321g7KN0B2J1+oqNP",
    "sha512": "1+Fp29F/0Ouxc2MryiU/FmoBrfNj1X0lZjEMmnz6aWyqHZ9BWDcLSdHjhr1eK8oVFqkdEHEsPTC54R+V2SHQkg==",
    "sha1": "rSEwv/qfRlUiGQFzBqhZ5hlp0xU=",
    "md5": "zoc1+oFIFP1zC21O6Qj+jw==",
}
HEX = "88099a2245208c84f823fc2b90589af88487164ca63f5cd2ee41dce1bd5d809e"


@pytest.mark.parametrize(("algorithm", "signature"), SIGNATURES.items())
def test_signs_as_openssl_does(algorithm: str, signature: str) -> None:
    scheme = Scheme(algorithm=algorithm)
    assert sign(BODY, SECRET, scheme) == signature
    assert is_signed(BODY, signature, [SECRET], scheme)


def test_version_1_is_the_default() -> None:
    assert Scheme("X-CALLR-HmacSignature", "sha256", "base64") == V1
    assert sign(BODY, SECRET) == sign(BODY, SECRET.encode()) == SIGNATURES["sha256"]


def test_the_algorithm_may_be_written_as_people_do() -> None:
    assert sign(BODY, SECRET, Scheme(algorithm="SHA-512")) == SIGNATURES["sha512"]


@pytest.mark.parametrize("signature", [HEX, HEX.upper(), f" {HEX} "])
def test_hexadecimal_in_any_case(signature: str) -> None:
    assert sign(BODY, SECRET, Scheme(encoding="hex")) == HEX
    assert is_signed(BODY, signature, [SECRET], Scheme(encoding="hex"))


@pytest.mark.parametrize(
    "signature", ["", "=", SIGNATURES["sha512"], HEX, SIGNATURES["sha256"].lower(), "é\ud800", "\x00"]
)
def test_another_signature_is_refused(signature: str) -> None:
    assert not is_signed(BODY, signature, [SECRET])


def test_one_of_two_secrets_is_enough_while_they_change() -> None:
    assert is_signed(BODY, SIGNATURES["sha256"], ["the new one", SECRET])
    assert is_signed(BODY, SIGNATURES["sha256"], [SECRET, "the old one"])
    assert not is_signed(BODY, SIGNATURES["sha256"], ["the new one", "the old one"])


def test_every_secret_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    import hmac

    compared: list[object] = []
    whole = hmac.compare_digest

    def watch(first: bytes, second: bytes) -> bool:
        compared.append(first)
        return whole(first, second)

    monkeypatch.setattr(hmac, "compare_digest", watch)
    assert is_signed(BODY, SIGNATURES["sha256"], [SECRET, "another"])
    assert compared == [SIGNATURES["sha256"].encode(), sign(BODY, "another").encode()]


@given(st.binary(max_size=50), st.binary(min_size=1, max_size=20), st.integers(0), st.integers(0, 7))
def test_a_body_with_one_other_bit_is_refused(body: bytes, secret: bytes, place: int, bit: int) -> None:
    signature = sign(body, secret)
    assert is_signed(body, signature, [secret])
    assert not is_signed(body + b"\n", signature, [secret])
    if body:
        changed = bytearray(body)
        changed[place % len(body)] ^= 1 << bit
        assert not is_signed(bytes(changed), signature, [secret])


@pytest.mark.parametrize(
    ("algorithm", "encoding", "message"),
    [
        ("sha265", "base64", "unknown signature algorithm `sha265`; did you mean `sha256`?"),
        (
            "crc",
            "base64",
            "unknown signature algorithm `crc`; allowed: sha256, sha384, sha512, sha1, md5",
        ),
        ("sha256", "base46", "unknown signature encoding `base46`; did you mean `base64`?"),
    ],
)
def test_an_unknown_scheme(algorithm: str, encoding: Literal["base64"], message: str) -> None:
    with pytest.raises(CallrActionsError) as caught:
        sign(BODY, SECRET, Scheme(algorithm=algorithm, encoding=encoding))
    assert str(caught.value) == message


@pytest.mark.parametrize("secrets", [[], [""], [b""], [SECRET, ""]])
def test_an_empty_secret_checks_nothing(secrets: list[str | bytes]) -> None:
    with pytest.raises(CallrActionsError, match="secret") as caught:
        is_signed(BODY, SIGNATURES["sha256"], secrets)
    assert caught.value.hint == "give the secret that the webhook was made with"
