"""Turn the shared vectors and the header into C that the tests compile.

tables.py vectors JSON      the lists of logged_user_data.json as calls that build them
tables.py phones JSON       the notations of phone_numbers.json
tables.py chapter JSON      the keys and numbers of communication_dn.json as tables
tables.py null HEADER       a program that calls every function of the header with nothing
tables.py one_null HEADER   a program that calls every function with live objects, but one NULL at a time
tables.py example HEADER    the program that stands at the top of the header
"""

import json
import re
import sys
from pathlib import Path


def text(value: str) -> str:
    """A C string literal; the vectors are ASCII."""
    return json.dumps(value)


def fill(out: list[str], name: str, pairs: list[dict], depth: int) -> None:
    """Calls that put `pairs` into the list called `name`."""
    for pair in pairs:
        key, value = text(pair["key"]), pair["value"]
        match pair["type"]:
            case "string":
                out.append(f"    MUST(commdn_kvlist_add_string({name}, {key}, {text(value)}, &error), error);")
            case "int":
                out.append(f"    MUST(commdn_kvlist_add_int({name}, {key}, {value}, &error), error);")
            case "list":
                inner = f"inner{depth}"
                out.append("    {")
                out.append(f"    commdn_kvlist *{inner} = NULL;")
                out.append(f"    MUST(commdn_kvlist_new(&{inner}), NULL);")
                fill(out, inner, value, depth + 1)
                out.append(f"    MUST(commdn_kvlist_add_list({name}, {key}, {inner}, &error), error);")
                out.append(f"    commdn_kvlist_free({inner});")
                out.append("    }")
            case other:
                raise SystemExit(f"a vector has a {other}, which this table cannot build")


def phones(path: str) -> str:
    """Both lists; a text with NUL is left out, which C cannot give."""
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    lines = ["struct phone { const char *text, *told; };"]
    for name, told in (("ACCEPTED", "number"), ("REFUSED", "reason")):
        lines.append(f"static const struct phone {name}[] = {{")
        entries = (entry for entry in data[name.lower()] if "\0" not in entry["text"])
        lines += [f"    {{{literal(entry['text'])}, {literal(entry[told])}}}," for entry in entries]
        lines.append("};")
    return "\n".join(lines) + "\n"


def literal(text: str) -> str:
    """A C string literal of any text: its UTF-8 bytes, each that is not plain as three octal digits."""
    plain = set(range(0x20, 0x7F)) - set(b'"\\\\?')
    return '"' + "".join(chr(b) if b in plain else f"\\{b:03o}" for b in text.encode()) + '"'


def vectors(path: str) -> str:
    data = json.loads(Path(path).read_text())
    out = []
    for vector in data["vectors"]:
        out.append(f"static void build_{vector['id']}(commdn_kvlist *list) {{")
        out.append("    commdn_error *error = NULL;")
        fill(out, "list", vector["pairs"], 0)
        out.append("}")
    out.append("struct vector { const char *id; size_t size; uint8_t first[4]; void (*build)(commdn_kvlist *); };")
    out.append("static const struct vector VECTORS[] = {")
    for vector in data["vectors"]:
        first = ", ".join(f"0x{byte}" for byte in vector["first"].split())
        out.append(f"    {{{text(vector['id'])}, {vector['size']}, {{{first}}}, build_{vector['id']}}},")
    out.append("};")
    return "\n".join(out) + "\n"


def chapter(path: str) -> str:
    data = json.loads(Path(path).read_text())
    out = ["struct number { const char *key; const char *name; const char *also; int32_t value; int applicable; };"]
    out.append("static const struct number NUMBERS[] = {")
    for key, entries in data["enumerations"].items():
        for entry in entries:
            also = text(entry["also"]) if "also" in entry else "NULL"
            applicable = int(entry["applicable"])
            out.append(f"    {{{text(key)}, {text(entry['name'])}, {also}, {entry['value']}, {applicable}}},")
    out.append("};")
    out.append("struct key { const char *key; const char *type; const char *path; };")
    out.append("static const struct key KEYS[] = {")
    for entry in data["keys"]:
        out.append(f"    {{{text(entry['key'])}, {text(entry['type'])}, {text('/'.join(entry['in']))}}},")
    out.append("};")
    return "\n".join(out) + "\n"


PROTOTYPE = re.compile(r"^(?P<result>[a-z][\w ]*?(?: \*|\s))(?P<name>commdn_\w+)\((?P<arguments>[^;{]*)\);", re.M | re.S)


def expanded(header: str) -> str:
    """The header's text, with the headers of its own that it includes in their places."""
    folder = Path(header).parent
    return re.sub(r'^#include "(.*)"$', lambda part: included(folder / part[1]), Path(header).read_text(), flags=re.M)


def included(header: Path) -> str:
    """A header without what it includes of its own."""
    return re.sub(r'^#include ".*"$', "", header.read_text(), flags=re.M)


def functions(header: str) -> list[tuple[str, str, list[str]]]:
    """Result, name and argument types of every function of the header, without the macros of calls."""
    plain = re.sub(r"/\*.*?\*/", "", expanded(header), flags=re.S)
    plain = re.sub(r"\bCOMMDN_(API|CALL|MUST_CHECK) ", "", plain)
    plain = re.sub(r"\* (commdn_\w+\()", r"*\1", plain)
    plain = re.sub(r"^typedef.*?;$", "", plain, flags=re.M | re.S)
    found = []
    for match in PROTOTYPE.finditer(plain):
        arguments = " ".join(match["arguments"].split())
        types = [] if arguments == "void" else arguments.split(", ")
        found.append((match["result"].strip(), match["name"], types))
    return found


def example(header: str) -> str:
    """The indented lines of the first comment, from the first #include to the end of main()."""
    top = Path(header).read_text().split("*/")[0]
    found = re.search(r"^ \*     #include.*?^ \*     }$", top, re.M | re.S)
    if found is None:
        raise SystemExit(f"{header} has no example")
    return re.sub(r"^ \*(     )?", "", found[0], flags=re.M) + "\n"


def null(header: str) -> str:
    """Call every function with NULL and 0 everywhere, then with its numbers at their ends."""
    out = ['#include "check.h"', "int main(void) {"]
    found = functions(header)
    for result, name, arguments in found:
        for number in ("0", "-1", "2147483647"):
            if number != "0" and all("*" in argument for argument in arguments):
                continue
            values = []
            for argument in arguments:
                if "*" in argument or argument.split()[0].endswith("_fn"):
                    values.append("NULL")
                elif argument.startswith("size_t") and number == "-1":
                    values.append("SIZE_MAX")
                elif argument.startswith("bool"):
                    values.append("false")
                elif argument.startswith("uint") and number == "-1":
                    values.append("UINT32_MAX")
                else:
                    values.append(number)
            call = f"{name}({', '.join(values)})"
            needs_object = any("*" in argument for argument in arguments)
            # Getters that give nothing for nothing, and the check whose error object is optional.
            if result == "commdn_status" and needs_object and name not in OPTIONAL:
                out.append(f"    CHECK({call} < COMMDN_OK);")
            elif result == "commdn_status":
                out.append(f"    CHECK({call} <= COMMDN_OK);")
            elif result == "void":
                out.append(f"    {call};")
                out.append("    checks_made++;")
            else:
                out.append(f"    (void){call};")
                out.append("    checks_made++;")
    out.append(f"    CHECK({len(found)} > 150);")
    out.append('    return finish("null_everything");')
    out.append("}")
    return "\n".join(out) + "\n"


def argument(declaration: str) -> tuple[str, str | None, str]:
    """A good value for an argument, what to declare for it, and how to free what it takes."""
    name = re.sub(r".*[ *]", "", declaration)
    kind = declaration.removesuffix(name).strip()
    plain = kind.removeprefix("const ").rstrip("* ")
    stars = kind.count("*")
    handle = plain.removeprefix("commdn_")
    if kind.endswith("_fn") or plain == "void":
        return "NULL", None, ""
    if stars == 2 or (stars == 1 and name.startswith("out_")):
        owned = not kind.startswith("const ") and stars == 2
        free = {"char": "commdn_string_free", "uint8_t": "commdn_bytes_free"}.get(plain, f"{plain}_free")
        value = "NULL" if stars == 2 else "0"
        declared = f"{kind.removesuffix('*').strip()} {name} = {value};"
        return f"&{name}", declared, f"{free}({name});" if owned else f"(void){name};"
    if stars == 1 and plain.startswith("commdn_"):
        return f"s.{handle}", None, ""
    if stars == 1:
        return {"char": "text", "uint8_t": "bytes"}[plain], None, ""
    if kind == "size_t" and name.endswith("_bytes"):
        return "2", None, ""
    return {"bool": "false"}.get(kind, "0"), None, ""


def one_null(header: str) -> str:
    """Call every function with live objects, and with each of its pointers NULL in turn."""
    out = ['#include "samples.h"', "int main(void) {"]
    out.append('    char text[] = "8001"; uint8_t bytes[64] = {0}; commdn_status status = COMMDN_OK;')
    out.append("    struct samples s = samples_new();")
    calls = 0
    for result, name, declarations in functions(header):
        # Freed objects would be missed afterwards; what is closed and stopped stays a live object.
        if name.endswith("_free"):
            continue
        good = [argument(declaration) for declaration in declarations]
        pointers = [index for index, text in enumerate(declarations) if "*" in text]
        for missing in [None, *pointers]:
            values = ["NULL" if index == missing else value for index, (value, _, _) in enumerate(good)]
            out.append("    {")
            out.extend(f"        {declared}" for _, declared, _ in good if declared)
            call = f"{name}({', '.join(values)})"
            if result == "commdn_status":
                out.append(f"        status = {call};")
                out.append("        CHECK(status <= COMMDN_OK && status > -1000);")
            else:
                out.append(f"        (void){call};")
            out.extend(f"        {free}" for _, _, free in good if free)
            out.append("    }")
            calls += 1
    out.append("    samples_free(&s);")
    out.append(f"    CHECK({calls} > 400);")
    out.append('    return finish("one_null");')
    out.append("}")
    return "\n".join(out) + "\n"


# Functions all of whose pointers may be NULL: what they return depends on their numbers.
OPTIONAL = {"commdn_error_code", "commdn_check_abi", "commdn_enum_entry", "commdn_key_entry"}


if __name__ == "__main__":
    print(f"/* Made by tests/c/tables.py {sys.argv[1]}. */")
    print({"vectors": vectors, "phones": phones, "chapter": chapter, "null": null, "one_null": one_null, "example": example}[sys.argv[1]](sys.argv[2]), end="")
