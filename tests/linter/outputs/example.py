"""One result with everything in it that an output could trip over."""

from __future__ import annotations

from callr_actions.language.explanation import Explanation
from callr_actions.language.finding import Confidence, Edit, Finding, Fix, Related, Severity
from callr_actions.language.source import Source
from callr_actions.linter.engine import LintResult
from callr_actions.linter.outputs.style import Style
from callr_actions.masking import Masker

SECRET = "s3cr3t|<key>&\"'"

DESK = Source(
    "scenarios/front desk/a|b.yaml",
    "branches:\n"
    "  inbound-call:\n"
    "    actions:\n"
    "      - action: sya@v2  # <script>alert(1)</script> ]]> ::set-output name=x::y\n"
    f"      - action: say@v2  # {SECRET}\n"
    "        parameters:\n"
    "          text: 'Tschüß, 世界 👋'\n"
    "      - action: sya@v2  # <script>alert(1)</script> ]]> ::set-output name=x::y\n",
)
DRIVE = Source("C:/flows/my scenarios/100%,é.yaml", "branches: {}\r\nbranches: {}\r\n", bom=True)


# Pages of our own, so that a word changed on a rule's page changes no golden file here.
PAGES = tuple(
    Explanation(
        code,
        name,
        summary=f"What {name} finds.",
        why=f"Why {name} matters.",
        bad="a: <b> | `c`\n",
        good="a: 1\n",
        fix="Mend it.",
    )
    for code, name in (("CA103", "duplicate-key"), ("CA202", "unknown-key"), ("CA301", "unknown-action"))
)


def found(
    source: Source,
    piece: str,
    message: str,
    *,
    code: str = "CA301",
    name: str = "unknown-action",
    severity: Severity = Severity.ERROR,
    confidence: Confidence = Confidence.CERTAIN,
    help: str | None = None,  # noqa: A002 - the finding's field
    nth: int = 1,
    related: tuple[Related, ...] = (),
    fix: Fix | None = None,
) -> Finding:
    """Return a finding at the nth occurrence of a piece of the text."""
    start = -1
    for _ in range(nth):
        start = source.text.index(piece, start + 1)
    span = source.span(start, start + len(piece))
    docs = f"docs/rules/{code}.md"
    return Finding(code, name, severity, confidence, source.path, span, message, help, docs, related, fix)


def fix(source: Source, piece: str, text: str, *, title: str, safe: bool, nth: int = 1) -> Fix:
    span = found(source, piece, "", nth=nth).span
    return Fix(title, safe, (Edit(span, text),))


def rich() -> LintResult:
    """Return the result: several files, every severity, every kind of text."""
    first = found(DESK, "sya@v2", "").span
    findings = [
        found(
            DESK,
            "inbound-call:\n    actions:\n",
            "two lines\nof a message\r\n::error file=x::and a `command` | with `a|pipe`",
            code="CA202",
            name="unknown-key",
            severity=Severity.WARNING,
            confidence=Confidence.LIKELY,
        ),
        found(
            DESK,
            "sya@v2",
            "there is no action `sya@v2`; did you mean `say@v2`?",
            help="see <b>docs</b>, @octocat, #12 and [this](https://example.com) or www.example.com",
            fix=fix(DESK, "sya@v2", "say@v2", title="use `say@v2`", safe=False),
        ),
        found(
            DESK,
            SECRET,
            f"a secret: {SECRET}, ::set-output name=x::y",
            code="CA903",
            name="literal-key",
            help=f"remove {SECRET}",
            related=(Related(DRIVE.path, DRIVE.span(0, 8), f"also {SECRET} here [a](1)"),),
            fix=fix(DESK, SECRET, f"{SECRET}2", title=f"replace {SECRET}", safe=True),
        ),
        found(
            DESK,
            "👋",
            "\"👋\" & 'quotes' <script>alert(1)</script> ]]> \x1b[31mred\x07 \u202edesrever \ud83d \uffff",
            code="CA999",
            name="no-page",
            severity=Severity.INFO,
            confidence=Confidence.GUESS,
        ),
        found(
            DESK,
            "sya@v2",
            "there is no action `sya@v2`; did you mean `say@v2`?",
            nth=2,
            related=(Related(DESK.path, first, "the same, first here"),),
        ),
        found(
            DRIVE,
            "branches",
            "the key `branches` stands here twice, 100% sure",
            code="CA103",
            name="duplicate-key",
            nth=2,
            related=(Related(DRIVE.path, DRIVE.span(0, 8), "first here"),),
            fix=Fix("nothing to edit", safe=True, edits=()),
        ),
    ]
    order = sorted(findings, key=lambda finding: finding.sort_key)
    return LintResult(
        files=3,
        findings=tuple(order),
        sources={DESK.path: DESK, DRIVE.path: DRIVE},
        truncated=(DRIVE.path,),
        paths=(DESK.path, DRIVE.path, "scenarios/clean & tidy.yaml"),
    )


def style() -> Style:
    """Return a style that knows the secret and the pages."""
    masker = Masker()
    masker.add(SECRET)
    return Style(masker=masker, pages=lambda: PAGES)


EMPTY = LintResult(files=0, findings=(), sources={})
