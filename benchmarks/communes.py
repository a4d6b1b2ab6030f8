"""Which communes each province has since July 2025 → pipeline/normalize/values/communes.toml.

    pip download --no-deps vietnamadminunits==1.0.4
    unzip vietnamadminunits-1.0.4-py3-none-any.whl
    ./dev shell python benchmarks/communes.py vietnamadminunits/data/parser_from_2025.json

Takes the units below a province with their kinds, as that package lists them, under the ids that
the registry gives the provinces.
"""

from __future__ import annotations

import argparse
import json
import runpy
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.normalize.values.agency_registry import load_registry  # noqa: E402

TARGET = ROOT / "pipeline" / "normalize" / "values" / "communes.toml"
LICENCE = runpy.run_path(str(ROOT / "benchmarks" / "compounds.py"))["LICENCE"].replace(
    "2016 Viet-Trung Tran", "2025 Tran Ngoc Minh Hieu"
)
HEAD = """\
# The {count:,} communes, wards and special zones of the 34 provinces since 1 July 2025
# (resolutions 1654 to 1687/NQ-UBTVQH15), by the id of their province. Source:
# `data/parser_from_2025.json` of the Python package vietnamadminunits 1.0.4
# (https://pypi.org/project/vietnamadminunits); made by benchmarks/communes.py. Its licence:
#
{licence}
"""
LISTS = (
    "DICT_PROVINCE_WARD_NO_ACCENTED",
    "DICT_PROVINCE_WARD_ACCENTED",
    "DICT_PROVINCE_WARD_SHORT_ACCENTED",
)


def main() -> None:
    """Read the units, write the file."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("units", type=Path, help="parser_from_2025.json")
    data = json.loads(options.parse_args().units.read_text(encoding="utf-8"))
    ids = {body.name: body.agency_id for body in load_registry().agencies if body.valid_to is None}
    licence = "\n".join(f"# {line}".rstrip() for line in LICENCE.splitlines())
    text, count = "", 0
    for key, province in sorted(
        data["DICT_PROVINCE"].items(), key=lambda item: item[1]["province"]
    ):
        text += f"\n[{ids[province['province']]}]\n"
        for kind, names in sorted(_communes(data, key).items()):
            count += len(names)
            text += f'"{kind.lower()}" = "{"; ".join(sorted(names))}"\n'
    TARGET.write_text(HEAD.format(count=count, licence=licence) + text, encoding="utf-8")


def _communes(data: dict[str, Any], province: str) -> dict[str, set[str]]:
    """The names of one province by their kind."""
    found = {
        unit["wardCode"]: unit for name in LISTS for unit in data[name].get(province, {}).values()
    }
    kinds: dict[str, set[str]] = defaultdict(set)
    for unit in found.values():
        kinds[unit["wardType"]].add(unit["ward"].removeprefix(unit["wardType"]).strip())
    return kinds


if __name__ == "__main__":
    main()
