"""Where a key may go."""

from __future__ import annotations

import pytest

from callr_actions.project.url import UrlDoubt, template_problem, url_problem


@pytest.mark.parametrize(
    "url",
    [
        "https://api.callr.com/v2.0",
        "https://callr.com",
        "HTTPS://API.CALLR.COM:443/v2.0/",
        "http://localhost:8000/v2.0",
        "http://127.0.0.1:8000",
        "https://[::1]:8000/",
        "https://proxy.example.com/callr",
    ],
)
def test_trusted(url: str) -> None:
    assert url_problem(url, ["proxy.example.com"]) is None


@pytest.mark.parametrize(
    ("url", "doubt"),
    [
        ("http://api.callr.com", UrlDoubt.NOT_HTTPS),
        ("ftp://api.callr.com", UrlDoubt.NOT_HTTPS),
        ("http://127.example.com", UrlDoubt.NOT_HTTPS),
        ("https://127.0.0.1.example.com", UrlDoubt.OTHER_HOST),
        ("https://notcallr.com", UrlDoubt.OTHER_HOST),
        ("https://api.callr.com.example.com", UrlDoubt.OTHER_HOST),
        ("https://api.callr.com@example.com", UrlDoubt.CREDENTIALS),
        ("https://api.callr.com\\@example.com", UrlDoubt.MALFORMED),
        ("https://api.callr.com#@example.com", UrlDoubt.MALFORMED),
        ("https://api.callr.com/?x", UrlDoubt.MALFORMED),
        ("https://api.callr.com./", UrlDoubt.MALFORMED),
        ("https://api.callr.com\n.example.com", UrlDoubt.MALFORMED),
        ("https://api.c\u0430llr.com", UrlDoubt.MALFORMED),
        ("https:api.callr.com", UrlDoubt.MALFORMED),
        ("https://${HOST}/", UrlDoubt.MALFORMED),
        ("${URL}", UrlDoubt.MALFORMED),
        ("", UrlDoubt.MALFORMED),
    ],
)
def test_not_trusted(url: str, doubt: UrlDoubt) -> None:
    problem = url_problem(url)

    assert problem is not None
    assert problem.doubt is doubt


def test_a_host_that_looks_like_a_filling_is_still_looked_at() -> None:
    problem = template_problem("https://00000.example.com/v2.0")

    assert problem is not None
    assert problem.doubt is UrlDoubt.OTHER_HOST
