"""`manage.py security` and `bill-of-materials`: what Heard is made of, and what is known of it."""

import json
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

import click

from data.clock import stamp, utc_now
from web import disk, machine
from web.commands import advisories
from web.commands.operating import settings


@click.command()
@click.option("--parts", is_flag=True, help="Look only at what Heard is made of, not the machine.")
@click.option("--source", help="Ask this service (OSV's query API) instead of PyPI.")
def security(parts: bool, source: str | None) -> None:
    """Check the machine, and Heard's parts against published advisories.

    Ends with 1 where something is known or open, with 2 where the advisories could not be asked.
    """
    is_open = not parts and _machine()
    told, code = advisories.all_known(advisories.LOCKS, source)
    click.echo(told)
    sys.exit(advisories.KNOWN if is_open else code)


def _machine() -> bool:
    """Say what there is to say of the machine; whether something of it is open."""
    remarks, var = _remarks(), settings().var
    for remark in (*remarks, disk.said_of(var)):
        click.echo(remark)
    return bool(remarks) or disk.encrypted(var) is False


@click.command(name="bill-of-materials")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
def bill_of_materials(out: Path) -> None:
    """Write what is installed, as CycloneDX JSON."""
    out.write_text(json.dumps(bill(), indent=1, ensure_ascii=False) + "\n", "utf-8")
    click.echo(out)


def bill() -> dict[str, Any]:
    """Everything that is installed beside Heard, as a CycloneDX 1.5 document."""
    parts = {_name(part): _component(part) for part in distributions() if _name(part)}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": stamp(utc_now()),
            "component": {"type": "application", "name": "heard", "bom-ref": "heard"},
        },
        "components": [parts[name] for name in sorted(parts)],
    }


def _component(part: Distribution) -> dict[str, Any]:
    name, version = _name(part), part.version
    address = f"pkg:pypi/{name}@{version}"
    made: dict[str, Any] = {"type": "library", "name": name, "version": version}
    made |= {"purl": address, "bom-ref": address}
    licence = part.metadata.json.get("license_expression")
    return made | {"licenses": [{"expression": licence}]} if licence else made


def _name(part: Distribution) -> str:
    return str(part.metadata.json.get("name", "")).lower().replace("_", "-").replace(".", "-")


def _remarks() -> tuple[str, ...]:
    try:
        return machine.make_private(settings())
    except machine.KeyIsOpen as problem:
        return (str(problem),)
