"""What `callr-actions explain` says about the findings in a baseline. Its examples are run by a test."""

from __future__ import annotations

from functools import partial

from callr_actions.language.explanation import Explanation

# Each example is a whole baseline beside scenarios/front-desk.yaml, which has one CA301, on 15 May 2030.
_page = partial(Explanation, file="baseline")

EXPIRED = _page(
    code="CA112",
    name="expired-baseline",
    summary="An entry of the baseline holds no longer: its day is over.",
    why="The findings of the entry were to be mended by then. They count again, as if they were new.",
    bad="""\
version: 1
entries:
  - file: scenarios/front-desk.yaml
    code: CA301
    count: 1
    owner: voice team
    expires: 2030-04-30
""",
    good="""\
version: 1
entries:
  - file: scenarios/front-desk.yaml
    code: CA301
    count: 1
    owner: voice team
    expires: 2030-06-30
""",
    fix="Mend the findings, or agree with the owner on a later day and write it there.",
)
UNUSED = _page(
    code="CA113",
    name="unused-baseline",
    summary="An entry of the baseline allows more findings than there are.",
    why="Some were mended. Left as it is, the entry would hide as many new ones of its code in that file "
    "without anybody noticing.",
    bad="""\
version: 1
entries:
  - file: scenarios/front-desk.yaml
    code: CA301
    count: 3
""",
    good="""\
version: 1
entries:
  - file: scenarios/front-desk.yaml
    code: CA301
    count: 1
""",
    fix="Run `callr-actions fix`, which lowers the count or deletes the entry and adds nothing, or "
    "`callr-actions lint --write-baseline`.",
)
PAGES = (EXPIRED, UNUSED)
CODES = frozenset(page.code for page in PAGES)
