"""Doxygen's input filter: the headers' comments in Doxygen's words. Prints the file that is its argument.

C headers: the five tags (Owns, Threads, Blocks, Errors, Since) become a table, and each function, type and
constant joins the group of its object; `--groups` prints those groups. Tags in another order are an error.

C++ headers: a comment covers what follows it without an empty line, overloads and the twin with `try_`
in its name. Doxygen wants one for each, so each is given one.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

INCLUDE = Path(__file__).resolve().parents[1] / "include"
TAGS = ("Owns", "Threads", "Blocks", "Errors", "Since")
COMMENT = re.compile(r"/\*\*(.*?)\*/\n*", re.DOTALL)
TAG = re.compile(rf"^({'|'.join(TAGS)}): +(.*)$")
ENUMERATOR = re.compile(r"^    (COMMDN_\w+) = ", re.MULTILINE)
NAME = re.compile(r"#define (COMMDN_\w+)|typedef struct \w+ (\w+);|typedef \w+ (\w+);|\(\*(\w+)\)\(|(commdn_\w+)\(|^} (\w+);", re.MULTILINE)

# What is said of an object where its page begins.
OBJECTS = {
    "session": "A registered connection to a communication DN.",
    "session_options": "Who connects, to which DN, and how patiently.",
    "request": "What OCS is asked for.",
    "answer": "What acknowledged a request.",
    "pending": "A request on its way.",
    "completions": "The outcomes of many requests, in the order in which they come.",
    "event": "A message of OCS, attribute by attribute.",
    "notice": "What a session tells unasked.",
    "error": "Why a call failed.",
    "schedule": "A sequence of campaigns.",
    "kvlist": "The key-value list of the Genesys world (TKVList): build, walk, find, pack, print.",
    "dialect": "How user data is written and read where sites differ.",
    "stats": "The counters of a session.",
    "simulator": "A simulated contact centre in this process.",
    "host": "A session over a connection that the application has already.",
    "tlib": "A session over an open T-Library connection: commdn_tlib.h.",
    "enum": "Names and numbers of the enumerations in user data.",
}
CONSTANTS = {
    "KEY": "Keys of user data",
    "MESSAGE_TYPE": "Numbers of messages",
    "CM_ERROR": "Error numbers of OCS",
    "DIAL_MODE": "Dialling modes",
    "OPTIMIZE_BY": "Optimisation methods",
    "GROUP_STATUS": "Statuses of a campaign group",
    "CHAIN": "Scopes within chains of records",
    "ERR": "Status codes",
}
LIBRARY = "library"


@cache
def c_headers() -> tuple[Path, ...]:
    """commdn.h, and the headers that it consists of."""
    parts = re.findall(r'^#include "(.*)"$', (INCLUDE / "commdn.h").read_text(encoding="utf-8"), re.MULTILINE)
    return (INCLUDE / "commdn.h", *(INCLUDE / part for part in parts))


@cache
def objects() -> dict[str, str]:
    """The objects of the C API in the order of the page, with what is said of them: others by their type's comment."""
    header = "".join(path.read_text(encoding="utf-8") for path in c_headers())
    found = re.findall(r"^/\*\*(?:\n \*)? ([^\n]*?)(?: \*/)?\n(?: \*[^\n]*\n)*?typedef struct commdn_(\w+) ", header, re.MULTILINE)
    return OBJECTS | {name: text for text, name in found if name not in OBJECTS}


def group_of(name: str) -> str:
    """The group of a function, a type or a constant."""
    if name.startswith("COMMDN_"):
        fits = (key for key in CONSTANTS if name.startswith(f"COMMDN_{key}_"))
        return "constants_" + max(fits, key=len, default=LIBRARY if name != "COMMDN_OK" else "ERR").lower()
    plain = name.removeprefix("commdn_")
    fits = (key for key in objects() if plain == key or plain.startswith(key + "_"))
    return max(fits, key=len, default=LIBRARY)


def groups() -> str:
    """The definitions of all groups, and the order of their pages."""
    lines = ["/** @mainpage commdn for C", " *", " * By object: @ref objects. Numbers, names and keys: @ref constants.", " *"]
    header = (INCLUDE / "commdn.h").read_text(encoding="utf-8")
    conventions = re.findall(r"^ \* (Conventions\..*?)\n \*\n \* Contents", header, re.DOTALL | re.MULTILINE)[0]
    lines += [f" * {line}".rstrip() for line in re.sub(r"\n \* ?", "\n", conventions).splitlines()]
    lines += [" */", "/** @defgroup objects Objects", " * @{ */"]
    for name, text in objects().items():
        lines.append(f"/** @defgroup {name} {name.replace('_', ' ')}\n * {text} */")
    lines += [f"/** @defgroup {LIBRARY} the library\n * Version, ABI, status, memory, callbacks. */", "/** @} */"]
    lines += ["/** @defgroup constants Constants", " * @{ */"]
    for key, title in CONSTANTS.items():
        lines.append(f"/** @defgroup constants_{key.lower()} {title} */")
    lines += [f"/** @defgroup constants_{LIBRARY} Other constants */", "/** @} */"]
    return "\n".join(lines) + "\n"


def table(lines: list[str], name: str) -> list[str]:
    """A function's comment with its tags as a table."""
    text: list[str] = []
    tags: dict[str, str] = {}
    last = None
    for line in lines:
        if found := TAG.match(line):
            last = found.group(1)
            tags[last] = found.group(2)
        elif last is not None:
            tags[last] += " " + line.strip()
        else:
            text.append(line)
    if not tags:
        return text
    if list(tags) != [tag for tag in TAGS if tag in tags]:
        raise SystemExit(f"{name}: its tags are {', '.join(tags)}, in another order than {', '.join(TAGS)}")
    rows = [f"<tr><th>{tag}</th><td>{value}</td></tr>" for tag, value in tags.items()]
    return [*text, '<table class="tags">', *rows, "</table>"]


def linked(text: str, macros: set[str]) -> str:
    """A line of a comment with its constants, and the groups of constants, as links."""

    def link(found: re.Match[str]) -> str:
        name = found.group()
        group = name.removeprefix("COMMDN_")
        if name in macros:
            return "#" + name
        return f'@ref constants_{group.lower()} "{name}"' if group in CONSTANTS else name

    # Every other part is code.
    parts = text.split("`")
    return "`".join(part if index % 2 else re.sub(r"\bCOMMDN_[A-Z0-9_]+\b", link, part) for index, part in enumerate(parts))


def c_header(source: str) -> str:
    """A C header for Doxygen."""
    # What is an enumerator, too, is shown as that; the macros of calls say nothing here.
    enumerators = set(re.findall(r"^    (COMMDN_\w+) = ", source, re.MULTILINE))
    source = re.sub(r"^#define (COMMDN_\w+) .*\n", lambda line: "" if line[1] in enumerators else line[0], source, flags=re.MULTILINE)
    source = re.sub(r"\bCOMMDN_(?:API|CALL|MUST_CHECK) ", "", source)
    macros = enumerators | set(re.findall(r"^#define (COMMDN_\w+) ", source, re.MULTILINE))

    def comment(found: re.Match[str]) -> str:
        if source[found.start() - 1] == " ":
            # Of an enumerator or a field: it is where its type is.
            return found.group()
        # An enumeration is listed with its numbers.
        enumeration = source.startswith("typedef enum", found.end())
        named = (ENUMERATOR if enumeration else NAME).search(source, found.end())
        name = next(filter(None, named.groups())) if named else ""
        lines = [re.sub(r"^ ?\*? ?", "", line.rstrip()) for line in found.group(1).strip().splitlines()]
        body = [linked(line, macros) for line in table(lines, name)]
        return "\n".join(["/**", *(f" * {line}".rstrip() for line in body), f" * @ingroup {group_of(name)}", " */\n"])

    return "/** @file */ " + COMMENT.sub(comment, source)


DECLARATION = re.compile(r"^ *(?:\[\[\w+\]\] |explicit |static |constexpr |inline |friend |template <.*> )*[\w:<>,*& ]+?[ *&](~?\w+|operator[^(]+)\(")


# What every C++ programmer knows by its form, and Doxygen wants to be told.
IDIOMS = [
    (re.compile(pattern), text)
    for pattern, text in (
        (r"using (iterator_category|value_type|difference_type|pointer|reference) =", "For std::iterator_traits."),
        (r".*operator(\*|->)\(\)", "What it is at."),
        (r".*operator\+\+\(", "Go on to the next."),
        (r"friend bool operator[=!]=\(", "Whether they are at the same place, or not."),
        (r"\w+ end\(\) const", "Where it ends."),
        (r"const commdn_\w+ \*capi\(\) const", "The C object, which belongs to somebody else."),
        (r"explicit \w+View\(const commdn_", "A view of a C object, which must outlive it."),
        (r"\w+View view\(\) const|operator \w+View\(\) const", "A view of it, which ends with it."),
        (r"explicit \w+\(const Error &error\)", "The same error, as this class."),
    )
]


def twin(name: str, first: str) -> str:
    """What is said of a declaration that shares the comment of `first`."""
    if name == "try_" + first:
        return f"As {first}(), but the error is returned, not thrown."
    return "The same." if name == first else f"As {first}()."


def cpp_main_page(top: re.Match[str]) -> str:
    """The comment at the top of commdn.hpp as a page; as many lines as it had."""
    lead = "Begin with commdn::Session, commdn::SessionOptions and commdn::Request."
    return f"/** @mainpage {top.group(1)}\n * {lead} A{top.group(2).lstrip()[1:]}*/"


def cpp_header(source: str) -> str:
    """A C++ header for Doxygen."""
    out: list[str] = []
    first: str | None = None  # the function whose comment covers what follows
    commented = False  # the line before ends a comment
    template: list[str] = []  # the line before, where it belongs to the declaration
    # The comment at the top of commdn.hpp is the first page.
    source = re.sub(r"\A/\*\n \* (commdn for C\+\+17) and later:(.*?)\*/", cpp_main_page, source, flags=re.DOTALL)
    for line in source.splitlines():
        code = line.strip()
        if not code:
            first = None
        if code.startswith("template <") and code.endswith(">"):
            template = [line]
            continue
        declared = DECLARATION.match(line) if not code.startswith(("*", "/", "#", "return ")) else None
        indent = len(line) - len(line.lstrip())
        said = next((text for pattern, text in IDIOMS if pattern.match(code)), None)
        if declared and indent <= 4 and commented:
            first = declared.group(1).strip()
        elif declared and indent <= 4 and first is not None:
            said = twin(declared.group(1).strip(), first)
        if said is not None and not commented:
            out.append(f"{' ' * indent}/** {said} */")
        if code:
            commented = code.endswith("*/")
        out += [*template, line]
        template = []
    return "\n".join(out) + "\n"


def main(arguments: list[str]) -> None:
    """Print one file, or the groups."""
    if arguments == ["--groups"]:
        sys.stdout.write(groups())
        return
    path = Path(arguments[0])
    source = path.read_text(encoding="utf-8")
    sys.stdout.write({".h": c_header, ".hpp": cpp_header}.get(path.suffix, lambda text: text)(source))


if __name__ == "__main__":
    main(sys.argv[1:])
