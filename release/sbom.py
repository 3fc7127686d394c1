"""Writes the SBOM of the C library as CycloneDX: `sbom.py FILE`.

The components are what cargo links into commdn-ffi, with checksums from Cargo.lock; the document is validated against
CycloneDX's schema. maturin writes that of the wheel into the wheel. SOURCE_DATE_EPOCH is the document's time.
"""

from __future__ import annotations

import os
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "deny"))
import licences  # noqa: E402


def component(package: dict, checksums: dict[tuple[str, str], str], kind: ComponentType) -> Component:
    """A crate."""
    name, version = package["name"], package["version"]
    url = PackageURL("cargo", None, name, version)
    checksum = checksums.get((name, version))
    return Component(
        name=name, version=version, type=kind, purl=url, bom_ref=str(url),
        licenses=[LicenseFactory().make_from_string(package["license"].replace("/", " OR "))],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=checksum)] if checksum else [],
    )


def document() -> str:
    """The SBOM as text."""
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text(encoding="utf-8"))["package"]
    checksums = {(own["name"], own["version"]): own.get("checksum", "") for own in lock}
    packages = licences.distributed(["commdn-ffi"])
    bom = Bom()
    (library,) = (own for own in packages if own["name"] == "commdn-ffi")
    bom.metadata.component = component(library, checksums, ComponentType.LIBRARY)
    version, when = library["version"], int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    bom.metadata.timestamp = datetime.fromtimestamp(when, UTC)
    bom.serial_number = uuid5(NAMESPACE_URL, f"commdn-ffi {version} {when}")
    known = {}
    for package in packages:
        if package is not library:
            known[package["name"], package["version"]] = component(package, checksums, ComponentType.LIBRARY)
            bom.components.add(known[package["name"], package["version"]])
    bom.register_dependency(bom.metadata.component, known.values())
    text = JsonV1Dot6(bom).output_as_string(indent=2)
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault is not None or len(known) < 20:
        raise SystemExit(f"the SBOM is not valid: {fault or len(known)}")
    return text


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(document() + "\n", encoding="utf-8")
