"""The bill of materials of a release: made by CycloneDX's own tool, and complete."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.no_cover  # other processes do the work

ROOT = Path(__file__).resolve().parents[2]
# `script/sbom` fetches the tool, larger than the program, at its first run; no test does.
TOOL = ROOT / ".venv" / "sbom" / "bin" / "cyclonedx-py"


@pytest.mark.skipif(not TOOL.exists(), reason="run script/sbom once: it fetches the tool")
def test_sbom() -> None:
    subprocess.run(
        [ROOT / "script" / "sbom"],
        cwd=ROOT,
        env=os.environ | {"PIP_NO_INDEX": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        timeout=250,
    )
    bom = json.loads((ROOT / "dist" / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    assert bom["metadata"]["component"]["name"] == "callr-actions"
    parts = {each["name"].lower().replace("_", "-"): each for each in bom["components"]}
    assert {"click", "httpx", "pyyaml"} <= set(parts)
    assert [name for name, each in parts.items() if not each.get("version")] == []
    needed = {each["ref"]: each.get("dependsOn", []) for each in bom["dependencies"]}
    assert parts["click"]["bom-ref"] in needed[bom["metadata"]["component"]["bom-ref"]]


def test_what_sbom_fetches_is_pinned() -> None:
    lines = (ROOT / "requirements" / "sbom.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line[:1].isalnum()]
    assert any(line.startswith("cyclonedx-bom==") for line in pins)
    assert all("==" in line and line.endswith("\\") for line in pins)
    assert sum("--hash=sha256:" in line for line in lines) >= len(pins)
