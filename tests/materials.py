"""What the program is made of, from `requirements.txt`, and whether a hole is known in any of it.

`python -m tests.materials` prints a bill of materials (CycloneDX 1.6, JSON); with `--holes` it asks for known
ones, in one request that says names and versions and nothing else. It ends with 1 where there are any; where
nobody answers it says so, and ends with 0.
"""

import argparse
import json
import re
import sys
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any
from uuid import uuid4

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
ASKED = "https://api.osv.dev/v1/querybatch"  # docs: google.github.io/osv.dev/post-v1-querybatch
SHOWN = "https://osv.dev/vulnerability/"
_SECONDS = 10
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Package:
    """As it is pinned; `files`: the SHA-256 of each that may be installed."""

    name: str
    version: str
    files: tuple[str, ...]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def packages(lock: str) -> list[Package]:
    """Those of a lock file, in its order; ValueError where a line pins nothing that we understand."""
    found = []
    for entry in lock.replace("\\\n", " ").splitlines():
        if not entry.strip():
            continue
        pinned, files = _PINNED.match(entry), _HASH.findall(entry)
        if pinned is None or not files:
            raise ValueError(f"neither a version nor a hash: {entry[:60]}")
        found.append(Package(canonicalize_name(pinned[1]), pinned[2], tuple(files)))
    return found


def bill(found: Sequence[Package], project: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """All of these as parts of the project (`project` as pyproject.toml has it), and what needs what."""
    own = f"{project['name']}@{project['version']}"
    known = {name: [one.purl for one in found if one.name == name] for name in {one.name for one in found}}
    needs = {own: [*map(Requirement, project["dependencies"])]} | {one.purl: _needs(one) for one in found}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid4()}",
        "version": 1,
        "metadata": {
            "timestamp": at.isoformat(timespec="seconds"),
            "component": {"type": "application", "bom-ref": own, "name": project["name"]}
            | {"version": project["version"], "licenses": [{"license": {"id": project["license"]}}]},
        },
        "components": [*map(_component, found)],
        "dependencies": [
            {"ref": ref, "dependsOn": sorted({purl for one in of for purl in known.get(_named(one), [])})}
            for ref, of in needs.items()
        ],
    }


def _component(one: Package) -> dict[str, Any]:
    files = [{"alg": "SHA-256", "content": content} for content in one.files]
    where = {"type": "distribution", "url": one.purl, "hashes": files}
    part = {"type": "library", "bom-ref": one.purl, "name": one.name, "version": one.version}
    return part | {"purl": one.purl, "externalReferences": [where]}


def _needs(one: Package) -> list[Requirement]:
    """Of what is installed here; nothing of what is for other machines."""
    try:
        said = [Requirement(line) for line in metadata.requires(one.name) or []]
    except metadata.PackageNotFoundError:
        return []
    return [need for need in said if need.marker is None or need.marker.evaluate({"extra": ""})]


def _named(need: Requirement) -> str:
    return str(canonicalize_name(need.name))


def holes(found: Sequence[Package], asked: str = ASKED) -> Iterator[tuple[Package, str]]:
    """Each known hole, by its name there; OSError where nobody answers, ValueError where nothing we know."""
    queries = [{"package": {"purl": one.purl}} for one in found]
    body = json.dumps({"queries": queries}).encode()
    request = urllib.request.Request(asked, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
        results = json.load(answer).get("results", [])
    for one, result in zip(found, results, strict=True):
        yield from ((one, str(hole["id"])) for hole in result.get("vulns", []))


def look(found: Sequence[Package], asked: str = ASKED) -> int:
    """Say what is known; the exit code."""
    try:
        known = [*holes(found, asked)]
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        why = getattr(error, "reason", None) or type(error).__name__
        print(f"Known holes were not looked for: {asked} gave no answer ({why}).", file=sys.stderr)
        return 0
    for one, hole in known:
        print(f"{one.name} {one.version}: {SHOWN}{hole}", file=sys.stderr)
    print(f"{len(found)} packages: {len(known)} known holes.")
    return 1 if known else 0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.materials", description=__doc__)
    parser.add_argument("--holes", action="store_true", help="ask whether any are known")
    wanted = parser.parse_args(arguments)
    found = packages((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    if wanted.holes:
        return look(found)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    print(json.dumps(bill(found, project, datetime.now(UTC)), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
