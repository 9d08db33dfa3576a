"""A project file as a test writes it: load it and read its findings as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.project.file import load_project

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from callr_actions.language.finding import Finding
    from callr_actions.masking import Masker
    from callr_actions.project.project import LoadedProject, Project
    from callr_actions.project.user_config import UserConfig

GOOD = """\
# the whole format, every key once
version: 1
scenarios: scenarios
accounts:
  local: {rate-limit: 50}
  staging:
    api-key: ${CALLR_STAGING_KEY}
  production:
    url: https://${CALLR_HOST}/v2.0
    account: abcd1234
    api-key: ${CALLR_PRODUCTION_KEY}
    protected: true
    rate-limit: 2.5
default-account: local
scenario-settings:
  support/front-desk:
    name: Front desk
    numbers:
      staging: ["+33199001234"]
      production: ["+33199005678", "+33199005679"]
    variables:
      production:
        $target: "+33142000000"
        $team: "desk of ${TEAM}"
        $music: audio:On hold
        $list: [1, 2.5, true, null, {deep: "${TEAM}"}]
    run:
      until: $done === `${1}`
      fail-if: $failed
      timeout: 1500ms
      outputs: {digits: $answer.digits}
    world: scenarios/worlds/busy.world.yaml
    drift-ignore:
      - {field: name, until: 2027-01-31, account: production, reason: "renamed, in the portal"}
      - {field: script, until: 2027-02-01}
lint:
  select: [default, CA4]
  ignore: [CA403]
  per-file:
    legacy/**: {ignore: [CA404], select: [CA405]}
  fail-on: warning
  profile: strict
  baseline: known.yaml
schema: schemas/callr.json
operations: {actionsSearch: "/v3/actions"}
"""


def load(
    folder: Path, text: str, *, masker: Masker | None = None, user: UserConfig | None = None
) -> LoadedProject:
    """Write callr.yaml and load it."""
    file = folder / "callr.yaml"
    file.write_bytes(text.encode())
    return load_project(file, shown="callr.yaml", masker=masker, user=user)


def project(folder: Path, text: str) -> Project:
    """Load a file that is good."""
    loaded = load(folder, text)
    assert lines(loaded.findings) == []
    assert loaded.project is not None
    return loaded.project


def lines(findings: Collection[Finding]) -> list[str]:
    """Return findings as `line:column code message`, warnings with their severity."""
    return [
        f"{found.span.start.line}:{found.span.start.column} "
        f"{'' if found.severity.value == 'error' else found.severity.value + ' '}{found.code} {found.message}"
        for found in findings
    ]
