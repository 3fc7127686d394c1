"""Objects of the directory as rows and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ..directory import Directory, DirectoryObject

__all__ = ["as_json_object", "one_line"]


def as_json_object(one: DirectoryObject) -> dict[str, Any]:
    """What is known of it, by the names of its fields."""
    plain = {**{name: getattr(one, name) for name in one.__slots__}}
    plain["connections"] = [asdict(connection) for connection in one.connections]
    plain["options"] = {section: dict(values) for section, values in one.options.items()}
    return {name: value for name, value in plain.items() if value not in (None, (), [], {})}


def one_line(directory: Directory, one: DirectoryObject) -> tuple[str, str, str, str]:
    """DBID, name, tenant, and the rest in words."""
    tenant = "" if one.tenant is None else directory.name("tenant", one.tenant) or str(one.tenant)
    return str(one.dbid), one.name, tenant, ", ".join(_more(directory, one))


def _more(directory: Directory, one: DirectoryObject) -> list[str]:
    def name(noun: str, dbid: int | None) -> str:
        return "?" if dbid is None else directory.name(noun, dbid) or str(dbid)

    more = [] if one.is_enabled else ["disabled"]
    match one.kind:
        case "application":
            more += [one.application_type] if one.application_type else []
            if one.connections:
                servers = (name("application", connection.server) for connection in one.connections)
                more.append("connects to " + " and ".join(servers))
        case "switch":
            more.append(f"T-Server {name('application', one.tserver)}")
        case "dn":
            more.append(f"switch {name('switch', one.switch)}")
            more += [f"{section}/{key}={value}" for section, values in one.options.items() for key, value in values.items()]
        case "campaign_group":
            more.append(f"campaign {name('campaign', one.campaign)}, group {name('group', one.group)}")
    return more
