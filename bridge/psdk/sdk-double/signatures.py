"""Reads a published signature: what kind of type, which supertypes, which parameters, result and exceptions."""

import re
from dataclasses import dataclass, field

ROOT = "com.genesyslab.platform."
MODIFIERS = {"public", "protected", "private", "static", "abstract", "final", "default", "synchronized", "transient",
             "volatile", "strictfp"}


def expand(text: str) -> str:
    """The tables write P. for the SDK's root package."""
    return re.sub(r"\bP\.(?=[a-z])", ROOT, text)


def split_list(text: str) -> list[str]:
    """Splits at commas that are not within <> or ()."""
    parts, depth, start = [], 0, 0
    for index, char in enumerate(text):
        depth += (char in "<(") - (char in ">)")
        if char == "," and depth == 0:
            parts.append(text[start:index].strip())
            start = index + 1
    return [*parts, text[start:].strip()] if text.strip() else []


def erase(text: str) -> str:
    """Without type arguments and annotations."""
    text = re.sub(r"@\w+\s+", "", text)
    while "<" in text:
        text = re.sub(r"<[^<>]*>", "", text)
    return text.replace("...", "").strip()


@dataclass
class Method:
    """A method or constructor."""

    text: str
    signature: str
    modifiers: set[str]
    result: str
    name: str
    parameters: list[tuple[str, str]]
    throws: list[str]

    @classmethod
    def parse(cls, text: str) -> "Method":
        text = expand(text)
        head, _, tail = text.partition("(")
        depth, end = 1, 0
        for end, char in enumerate(tail):
            depth += (char == "(") - (char == ")")
            if depth == 0:
                break
        throws = split_list(tail[end + 1:].replace("throws", "", 1).strip())
        words = head.split()
        modifiers = {word for word in words if word in MODIFIERS}
        rest = [word for word in words if word not in MODIFIERS and not word.startswith("@")]
        parameters = []
        for parameter in split_list(tail[:end]):
            type_name, _, name = parameter.rpartition(" ")
            parameters.append((re.sub(r"@\w+\s+", "", type_name).replace("final ", ""), name))
        signature = " ".join(rest) + "(" + tail
        return cls(text, signature, modifiers, " ".join(rest[:-1]), rest[-1], parameters, throws)

    @property
    def abstract(self) -> bool:
        return "abstract" in self.modifiers

    @property
    def static(self) -> bool:
        return "static" in self.modifiers

    @property
    def default(self) -> bool:
        return "default" in self.modifiers

    def parameter_types(self) -> list[str]:
        return [type_name for type_name, _ in self.parameters]

    def key(self) -> str:
        return f"{self.name}({','.join(erase(t) for t in self.parameter_types())})"


@dataclass
class Type:
    """A class, interface or enum."""

    name: str
    kind: str
    header: str
    abstract: bool
    extends: list[str]
    implements: list[str]
    fields: list[str] = field(default_factory=list)
    enum_constants: list[str] = field(default_factory=list)
    constructors: list[Method] = field(default_factory=list)
    methods: list[Method] = field(default_factory=list)
    outer: str | None = None

    @classmethod
    def parse(cls, entry: dict) -> "Type":
        name = expand(entry["name"])
        declaration = re.sub(r"^\S*@\w+(\([^)]*\))?\s*", "", expand(entry["declaration"]))
        found = re.match(
            r"(?P<modifiers>(?:\w+ )*)(?P<kind>class|interface|enum) (?P<name>[\w.]+)(?P<parameters><.*?>(?= |$))?"
            r"(?: extends (?P<extends>.*?))?(?: implements (?P<implements>.*))?$", declaration)
        if not found:
            raise SystemExit(f"{name}: not a declaration: {declaration}")
        kind, parameters = found["kind"], found["parameters"] or ""
        extends = split_list(found["extends"] or "")
        implements = split_list(found["implements"] or "")
        simple = name.rpartition(".")[2]
        header = f"{found['modifiers']}{kind} {simple}{parameters}"
        if kind != "enum" and extends and extends != ["Object"]:
            header += " extends " + ", ".join(extends)
        if implements:
            header += " implements " + ", ".join(implements)
        return cls(
            name, kind, header, "abstract " in found["modifiers"],
            [] if kind == "enum" else extends, implements,
            entry.get("fields", []), entry.get("enum_constants", []),
            [Method.parse(m) for m in entry.get("constructors", [])],
            [m for m in map(Method.parse, entry.get("methods", []))
             if not (kind == "enum" and m.name in ("values", "valueOf"))],
        )

    @property
    def simple(self) -> str:
        return self.name.rpartition(".")[2]

    def is_message(self, tables) -> bool:
        """Whether create() makes one that only keeps attributes."""
        creators = [m for m in self.methods if m.static and m.name == "create"]
        return self.abstract and any(not m.parameters for m in creators)
