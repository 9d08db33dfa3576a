"""What the number store has: ranges that regulators keep free for fiction, so that no number is anybody's.

Sources: Arcep decision 2018-0881 (France), Ofcom's "Telephone numbers for use in TV and radio drama
programmes" (United Kingdom), 555-0100 to 555-0199 of the North American numbering plan, Bundesnetzagentur's
"Rufnummern für Medienproduktionen", notice 148/2021 of its gazette 7/2021 (Germany). That the American lines
hold for numbers that are free to call too is assumed; 555-0199 is the one that is named everywhere.
"""

from __future__ import annotations

from callr_actions.account.certainty import Certainty
from callr_actions.named_tuple import NamedTuple


class Range(NamedTuple):
    """Numbers that start alike.

    Attributes:
        prefix: what they start with, in E.164 form.
        digits: how many digits follow.
        area: where they are.
        certainty: how sure it is that they are kept free.
    """

    prefix: str
    digits: int
    area: str
    certainty: Certainty = Certainty.DOCUMENTED


COUNTRIES = {"DE": "Germany", "FR": "France", "GB": "United Kingdom", "US": "United States"}
RANGES: dict[tuple[str, str], tuple[Range, ...]] = {
    ("DE", "geographic"): (
        Range("+493023125", 3, "Berlin"),
        Range("+496990009", 3, "Frankfurt"),
        Range("+494066969", 3, "Hamburg"),
        Range("+492214710", 3, "Cologne"),
        Range("+498999998", 3, "Munich"),
    ),
    ("FR", "geographic"): (
        Range("+3319900", 4, "Paris"),
        Range("+3326191", 4, "Rennes"),
        Range("+3335301", 4, "Strasbourg"),
        Range("+3346571", 4, "Nice"),
        Range("+3353649", 4, "Bordeaux"),
    ),
    ("FR", "mobile"): (Range("+3363998", 4, "France"),),
    ("GB", "geographic"): (
        Range("+442079460", 3, "London"),
        Range("+441134960", 3, "Leeds"),
        Range("+441614960", 3, "Manchester"),
    ),
    ("GB", "mobile"): (Range("+447700900", 3, "United Kingdom"),),
    ("GB", "tollfree"): (Range("+448081570", 3, "United Kingdom"),),
    ("US", "geographic"): (
        Range("+121255501", 2, "NYC"),
        Range("+141555501", 2, "San Francisco"),
        Range("+130555501", 2, "Miami"),
    ),
    ("US", "tollfree"): (Range("+180055501", 2, "United States", Certainty.ASSUMED),),
}


def is_gold(number: str) -> bool:
    """Return whether a number is easy to remember: its last four digits are one digit, or two in turn."""
    last = number[-4:]
    return last[:2] == last[2:]
