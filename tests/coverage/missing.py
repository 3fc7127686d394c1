"""What the tests run of the code in a folder: a line for each file, and under it the lines that no test runs.

Tests themselves are left out: what stands in `tests`, and below `mod tests` in a file.
"""

import sys
from collections.abc import Iterator
from pathlib import Path


def files(report: Path) -> Iterator[tuple[Path, dict[int, int]]]:
    """The files of an lcov report, and how often each of their lines was run."""
    path, lines = Path(), {}
    for record in report.read_text(encoding="utf-8").splitlines():
        kind, _, value = record.partition(":")
        if kind == "SF":
            path, lines = Path(value), {}
        elif kind == "DA":
            number, count = value.split(",")[:2]
            lines[int(number)] = int(count)
        elif kind == "end_of_record":
            yield path, lines


def code(path: Path) -> list[str]:
    """The lines of a file above its tests."""
    lines = path.read_text(encoding="utf-8").splitlines()
    marks = [number for number, line in enumerate(lines) if line.startswith("mod tests {")]
    return lines[: marks[0] if marks else len(lines)]


def main() -> None:
    report, folder = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
    found = 0
    run = 0
    for path, counts in sorted(files(report)):
        if not path.is_relative_to(folder) or "tests" in path.parts or path.stem in ("tests", "test_hooks"):
            continue
        text = code(path)
        counted = {number: count for number, count in counts.items() if number <= len(text)}
        missing = [number for number, count in sorted(counted.items()) if count == 0]
        found += len(counted)
        run += len(counted) - len(missing)
        share = 100 * (len(counted) - len(missing)) / len(counted) if counted else 100.0
        print(f"{share:6.1f} % of {len(counted):5} lines  {path.relative_to(folder)}".lstrip())
        for number in missing:
            print(f"    {number:4} {text[number - 1]}")
    print(f"{100 * run / max(found, 1):.1f} % of {found} lines in all")


if __name__ == "__main__":
    main()
