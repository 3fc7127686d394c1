#!/usr/bin/env python3
"""Writes the Java sources of the SDK's public surface from the tables beside it.

The tables (table/*.json) hold declarations, constants and signatures as published; nothing else of the SDK is known
here. Every type becomes a class that compiles: messages keep their attributes in a map, other methods do what
table/bodies.txt says or throw UnsupportedOperationException. Types that are written by hand under src/main/java are
left out, types that a signature names and no table lists become empty ones.

    generate.py TABLES HAND_WRITTEN OUT
"""

import json
import re
import sys
from pathlib import Path

from signatures import ROOT, Method, Type, erase, expand, split_list

JAVA_EXCEPTIONS = {
    name: [[], ["String"], ["Throwable"], ["String", "Throwable"]]
    for name in ("Exception", "RuntimeException", "IllegalStateException", "IllegalArgumentException")
}
# One line each: "Class.method[(erased parameter types)] = body", "Class.+ = member", "Class.FIELD = value".
BODY_LINE = re.compile(r"^(?P<key>[\w.+]+(\([^)]*\))?)\s*=\s*(?P<body>.*)$")


class Tables:
    """All types by their full name, and the bodies."""

    def __init__(self, folder: Path) -> None:
        self.types: dict[str, Type] = {}
        for path in (folder / "signatures.json", folder / "supplement.json"):
            for entry in json.loads(path.read_text(encoding="utf-8"))["classes"]:
                listed = Type.parse(entry)
                first = self.types.setdefault(listed.name, listed)
                known = {method.key() for method in first.methods}
                first.methods += [method for method in listed.methods if method.key() not in known]
                if first is not listed:
                    present = {field.split(" = ")[0].split()[-1] for field in first.fields}
                    first.fields += [f for f in listed.fields if f.split(" = ")[0].split()[-1] not in present]
        self.bodies = read_bodies(folder / "bodies.txt")
        self.ordinals = json.loads((folder / "ordinals.json").read_text(encoding="utf-8"))

    def supertypes(self, listed: Type) -> list[Type]:
        """The listed types above one, nearest first."""
        found: list[Type] = []
        for name in [*listed.extends, *listed.implements]:
            above = self.types.get(erase(name))
            if above:
                found += [above, *self.supertypes(above)]
        return found

    def is_a(self, listed: Type, name: str) -> bool:
        return any(above.name == name for above in self.supertypes(listed))

    def body(self, listed: Type, method: Method) -> str | None:
        key = f"{listed.simple}.{method.name}"
        exact = f"{key}({','.join(simple_type(p) for p in method.parameter_types())})"
        return self.bodies.get(exact, self.bodies.get(key))


def read_bodies(path: Path) -> dict[str, str]:
    bodies: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = BODY_LINE.match(line)
        if not found:
            sys.exit(f"{path}:{number}: not 'Class.member = body': {line}")
        key = found["key"]
        if key.endswith(".+") and key in bodies:
            bodies[key] += "\n    " + found["body"]
        else:
            bodies[key] = found["body"]
    return bodies


def simple_type(full: str) -> str:
    return re.sub(r"[\w.]+\.(?=\w)", "", erase(full)) + ("..." if full.endswith("...") else "")


class Writer:
    """One type's source."""

    def __init__(self, tables: Tables, listed: Type) -> None:
        self.tables, self.type = tables, listed
        self.lines: list[str] = []

    def text(self) -> str:
        listed = self.type
        self.lines.append(f"{expand(listed.header)} {{")
        self.enum_constants()
        for field in listed.fields:
            self.field(field)
        self.constructors()
        for method in listed.methods:
            self.method(method)
        if listed.kind == "class" and not listed.abstract:
            for method in self.missing():
                self.lines.append(f"    public {method.signature} {{ {self.unsupported(method)} }}")
        if listed.is_message(self.tables):
            self.implementation()
        for nested in self.tables.types.values():
            if nested.outer == listed.name:
                self.lines += ["    " + line for line in Writer(self.tables, nested).text().splitlines()]
        extra = self.tables.bodies.get(f"{listed.simple}.+")
        if extra:
            self.lines.append(f"    {extra}")
        self.lines.append("}")
        return "\n".join(self.lines) + "\n"

    def enum_constants(self) -> None:
        if self.type.kind == "enum":
            self.lines.append(f"    {', '.join(self.type.enum_constants)};")

    def field(self, field: str) -> None:
        text = expand(field)
        if "=" in text or " static " not in f" {text} ":
            value = ""
        else:
            type_name, name = text.split()[-2:]
            value = self.tables.bodies.get(f"{self.type.simple}.{name}", "null")
            if self.tables.is_a(self.type, f"{ROOT}commons.GEnum") and type_name == self.type.name:
                value = f'new {self.type.name}({self.ordinal(name)}, "{name}")'
            value = f" = {value}"
        self.lines.append(f"    {text}{value};")

    def ordinal(self, constant: str) -> int:
        known = self.tables.ordinals.get(self.type.simple, {})
        names = [f.split()[-1] for f in self.type.fields]
        return known.get(constant, names.index(constant))

    def constructors(self) -> None:
        listed, name = self.type, self.type.simple
        if listed.kind != "class":
            return
        if self.tables.is_a(listed, f"{ROOT}commons.GEnum"):
            self.lines.append(f"    protected {name}(int ordinal, String n) {{ super(ordinal, n, {name}.class); }}")
            return
        if self.tables.is_a(listed, f"{ROOT}commons.protocol.Message") and not listed.constructors:
            named = "ID, NAME" if any(" int ID " in f for f in listed.fields) else f'-1, "{name}"'
            self.lines.append(f"    {name}() {{ super({named}, {self.description()}); }}")
            return
        above = self.super_constructors()
        if not listed.constructors and [] not in above:
            for types in above:
                parameters = ", ".join(f"{t} a{i}" for i, t in enumerate(types))
                arguments = ", ".join(f"a{i}" for i in range(len(types)))
                self.lines.append(f"    protected {name}({parameters}) {{ super({arguments}); }}")
        for constructor in listed.constructors:
            body = self.tables.body(listed, constructor) or ""
            call = "" if body.startswith(("this(", "super(")) else self.super_call(constructor, above)
            self.lines.append(f"    {constructor.text} {{ {call}{body} }}")

    def description(self) -> str:
        owner = "configuration.protocol.ConfServerProtocol" if ".configuration." in self.type.name else (
            "voice.protocol.TServerProtocol")
        return f"{ROOT}{owner}.PROTOCOL_DESCRIPTION"

    def super_constructors(self) -> list[list[str]]:
        parent = erase(self.type.extends[0]) if self.type.extends else "Object"
        if parent in self.tables.types:
            above = self.tables.types[parent]
            own = [c.parameter_types() for c in above.constructors]
            return own or Writer(self.tables, above).super_constructors()
        if parent == "java.util.EventObject":
            return [["Object"]]
        return JAVA_EXCEPTIONS.get(parent, [[]])

    def super_call(self, constructor: Method, above: list[list[str]]) -> str:
        """Hands on as many of the parameters as a constructor of the superclass takes, by type and in order."""
        if [] == above[0] and len(above) == 1:
            return ""
        best: list[str] | None = None
        for types in above:
            rest, used = list(constructor.parameters), []
            for wanted in types:
                while rest and not self.fits(rest[0][0], wanted):
                    rest.pop(0)
                if not rest:
                    break
                used.append(rest.pop(0)[1])
            if len(used) == len(types) and (best is None or len(used) > len(best)):
                best = used
        if best is None:
            types = above[0]
            best = ["0" if t == "long" else f"({t}) null" for t in types]
        return f"super({', '.join(best)}); "

    def fits(self, given: str, wanted: str) -> bool:
        if given == wanted or wanted == "Object":
            return True
        listed = self.tables.types.get(erase(given))
        return bool(listed) and self.tables.is_a(listed, erase(wanted))

    def method(self, method: Method) -> None:
        body = self.tables.body(self.type, method)
        if method.abstract or (self.type.kind == "interface" and not method.default):
            self.lines.append(f"    {method.text};")
        elif body is not None:
            self.lines.append(f"    {method.text} {{ {body} }}")
        elif method.key() in ("equals(Object)", "hashCode()", "toString()"):
            arguments = ", ".join(name for _, name in method.parameters)
            self.lines.append(f"    {method.text} {{ return super.{method.name}({arguments}); }}")
        elif method.static and method.name == "create" and self.type.is_message(self.tables):
            self.create(method)
        elif self.tables.is_a(self.type, f"{ROOT}commons.GEnum") and method.static:
            self.lines.append(f"    {method.text} {{ {self.genum(method)} }}")
        elif property_ := self.property(method):
            field, kept = property_
            if field not in self.lines:
                self.lines.append(field)
            self.lines.append(f"    {method.text} {{ {kept} }}")
        else:
            self.lines.append(f"    {method.text} {{ {self.unsupported(method)} }}")

    def genum(self, method: Method) -> str:
        if method.name == "values":
            return f"return valuesBy({self.type.simple}.class);"
        return f"return valueOf({self.type.simple}.class, {method.parameters[0][1]});"

    def property(self, method: Method) -> tuple[str, str] | None:
        """A setter and its getter keep a value: the field, and the body."""
        found = re.match(r"(set|get|is|use)([A-Z]\w*)$", method.name)
        if not found or method.static:
            return None
        name = found[2]
        setters = {m.parameters[0][0] for m in self.type.methods if m.name == f"set{name}" and len(m.parameters) == 1}
        getters = {
            m.result
            for m in self.type.methods
            if re.fullmatch(f"(get|is|use)({name}|{name.removeprefix('Use')})", m.name) and not m.parameters
        }
        own = method.parameters[0][0] if len(method.parameters) == 1 else method.result
        if own not in setters & getters or (found[1] != "set" and method.parameters):
            return None
        field = f"kept{name}"
        if found[1] == "set":
            back = "" if method.result == "void" else " return this;"
            body = f"{field} = {method.parameters[0][1]};{back}"
        else:
            body = f"return {field};"
        return f"    private volatile {own} {field};", body

    def unsupported(self, method: Method) -> str:
        return f'throw new UnsupportedOperationException("the double has no {self.type.simple}.{method.name}");'

    def missing(self) -> list[Method]:
        """What interfaces ask of a concrete class and no listed class above it declares."""
        wanted: dict[str, Method] = {}
        present: set[str] = {m.key() for m in self.type.methods}
        for above in self.tables.supertypes(self.type):
            for method in above.methods:
                if above.kind == "interface" and not method.default and not method.static:
                    wanted.setdefault(method.key(), method)
                elif not method.abstract:
                    present.add(method.key())
        return [m for key, m in wanted.items() if key not in present and m.name not in ("clone", "isDone")]

    def create(self, method: Method) -> None:
        sets = "".join(
            f'made.put("{name[0].upper()}{name[1:]}", {name}); ' for _, name in method.parameters
        )
        self.lines.append(f"    {method.text} {{ Made made = new Made(); {sets}return made; }}")

    def implementation(self) -> None:
        """The class whose objects create() makes: attributes in a map."""
        out = [
            f"    private static final class Made extends {self.type.simple}",
            f"            implements {ROOT}commons.protocol.runtime.DataSupport {{",
            "        private final java.util.Map<String, Object> attributes = new java.util.LinkedHashMap<>();",
            "        private void put(String name, Object value) {",
            "            if (value != null) { attributes.put(name, value); } else { attributes.remove(name); }",
            "        }",
            "        private Object get(String name) { return commdn.sdkdouble.Faults.get(this, attributes, name); }",
            "        @Override public java.util.Map attributes() { return attributes; }",
        ]
        nearest: dict[str, tuple[Method, bool]] = {}
        support = self.tables.types[f"{ROOT}commons.protocol.runtime.DataSupport"]
        for above in [self.type, *self.tables.supertypes(self.type), support]:
            for method in above.methods:
                open_ = method.abstract or (above.kind == "interface" and not method.default)
                nearest.setdefault(method.key(), (method, open_))
        for method, open_ in nearest.values():
            if open_ and method.name != "attributes":
                out.append(f"        @Override public {method.signature} {{ {made_body(method)} }}")
        self.lines += [*out, "    }"]


def made_body(method: Method) -> str:
    name, result = method.name, method.result
    if name == "toString":
        return "return commdn.sdkdouble.Faults.print(this, attributes);"
    if name == "getMessageAttribute":
        return f"return attributes.get({method.parameters[0][1]});"
    if name == "getProtocolId":
        return "return 0;"
    if name in ("getEndpoint", "getMetaData", "getCompounds", "getCustomPackagers", "getLazyParser", "createClone"):
        return "return null;"
    if name.startswith("set") and len(method.parameters) == 1:
        return f'put("{name[3:]}", {method.parameters[0][1]});'
    if name.startswith("get") and not method.parameters:
        return f'return ({result}) get("{name[3:]}");'
    return f'throw new UnsupportedOperationException("the double has no {name}");'


def empty_types(tables: Tables) -> dict[str, str]:
    """Types that are named and not listed: their kind and number of type parameters from how they are used."""
    kinds: dict[str, tuple[str, int]] = {}
    name = re.compile(re.escape(ROOT) + r"(?:[a-z]\w*\.)*[A-Z]\w*(?:\.[A-Z]\w*)*")

    def note(text: str, kind: str) -> None:
        for found in name.finditer(re.sub(r'"[^"]*"', "", text)):
            full, rest = found.group(), text[found.end():]
            if full in tables.types:
                continue
            arity = len(split_list(rest[1:rest.index(">")])) if rest.startswith("<") else 0
            old = kinds.get(full, ("class", 0))
            kinds[full] = (kind if kind != "class" else old[0], max(old[1], arity))

    for listed in tables.types.values():
        for above in listed.extends:
            note(above, "interface" if listed.kind == "interface" else "class")
        for above in listed.implements:
            note(above, "interface")
        for field in listed.fields:
            note(expand(field), "class")
        for method in [*listed.methods, *listed.constructors]:
            note(method.text.split(" throws ")[0], "class")
            for thrown in method.throws:
                note(thrown, "exception")
    for full in list(kinds):  # a nested one needs its outer one
        outer = full.rpartition(".")[0]
        if outer[outer.rfind(".") + 1].isupper() and outer not in tables.types:
            kinds.setdefault(outer, ("class", 0))
    entries = {}
    for full, (kind, arity) in kinds.items():
        parameters = f"<{', '.join(f'T{i}' for i in range(arity))}>" if arity else ""
        simple = full.rpartition(".")[2]
        tail = " extends Exception" if kind == "exception" else ""
        entries[full] = {
            "name": full,
            "declaration": f"public {'interface' if kind == 'interface' else 'class'} {simple}{parameters}{tail}",
        }
    return entries


def main(tables_folder: Path, hand_written: Path, out: Path) -> None:
    tables = Tables(tables_folder)
    for entry in empty_types(tables).values():
        made = Type.parse(entry)
        tables.types[made.name] = made
    for listed in tables.types.values():
        outer = listed.name.rpartition(".")[0]
        listed.outer = outer if outer in tables.types else None
    written = set()
    for listed in tables.types.values():
        path = Path(*listed.name.split(".")).with_suffix(".java")
        if listed.outer or (hand_written / path).exists():
            continue
        target = out / path
        written.add(target)
        text = f"package {listed.name.rpartition('.')[0]};\n\n{Writer(tables, listed).text()}"
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    for old in set(out.rglob("*.java")) - written:  # written by hand since, or gone from the tables
        old.unlink()


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
