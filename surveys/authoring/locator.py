"""Where a thing stands in a definition: the file, line and column of a question or a sentence.

`tomllib` gives positions for syntax only, so meaning errors are placed by the headers
(`[[question]]`, `[[ending]]`, `[options.name]`) and the keys that start a line below them.
"""

import re
from dataclasses import dataclass

_HEADER = re.compile(r"\s*\[+\s*([\w-]+)(?:\.([\w-]+))?\s*\]+\s*(?:#.*)?$")
_TAKEN_IN = re.compile(r"# Taken in from (\S+), line (\d+)$")
_ASKED = ("question", "ending", "core")
_ID = re.compile(r"\s*id\s*=\s*[\"']([^\"']*)[\"']")


def taken_in(file: str, line: int) -> str:
    """The comment that says from where the lines below it were taken in."""
    return f"# Taken in from {file}, line {line}"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """One table of a definition: its header's kind, its name or id, and its numbered lines."""

    kind: str
    name: str
    lines: tuple[tuple[Place, str], ...]


class Locator:
    """Finds places in one definition, with what was taken in at its end."""

    def __init__(self, source: str, file: str) -> None:
        """Read the headers of `source`, which was read from `file`."""
        self.start = Place(file, 1)
        self.blocks = _blocks(source, file)

    def block(self, kind: str, index: int) -> Block | None:
        """The block of this kind at this position, counting from 0."""
        found = [block for block in self.blocks if block.kind == kind]
        return found[index] if index < len(found) else None

    def question(self, question_id: str, text: str = "", occurrence: int = 0) -> Block | None:
        """A question by its id, with its lines of the core.

        Where several blocks have the id, the one that holds `text`; `occurrence` 1 is the second.
        """
        named = [b for b in self.blocks if b.name == question_id and b.kind in _ASKED]
        own = [b for b in named if b.kind != "core"]
        core = [line for b in named if b.kind == "core" for line in b.lines]
        if not own:
            return named[0] if named else None
        found = [b for b in own if text and self.find(text, b)] or own
        block = found[min(occurrence, len(found) - 1)]
        return Block(block.kind, block.name, (*block.lines, *core))

    def options(self, name: str) -> Block | None:
        """The block of a named option set."""
        return next((b for b in self.blocks if b.kind == "options" and b.name == name), None)

    def place(self, block: Block | None, key: str = "", band: str = "") -> Place:
        """The line of `key` (for `band`, where it has one) in a block, else the block's start."""
        lines = block.lines if block else self.blocks[0].lines
        tries = [rf"{key}\.[\"']?{band}[\"']?\s*=", rf"{key}\s*[.=]", rf"[\"']?{band}[\"']?\s*="]
        for pattern in tries if key else ():
            for place, line in lines:
                if re.match(rf"\s*{pattern}", line):
                    return Place(place.file, place.line, len(line) - len(line.lstrip()) + 1)
        return lines[0][0] if lines else self.start

    def find(self, text: str, *blocks: Block | None) -> Place | None:
        """Where `text` first stands in these blocks; None when it does not."""
        for block in blocks:
            for place, line in block.lines if block else ():
                if text in line:
                    return Place(place.file, place.line, line.index(text) + 1)
        return None


def _blocks(source: str, file: str) -> list[Block]:
    blocks: list[Block] = []
    kind, name, at, offset = "", "", file, 0
    lines: list[tuple[Place, str]] = []
    for number, line in enumerate(source.splitlines(), start=1):
        if moved := _TAKEN_IN.match(line):
            at, offset = moved[1], int(moved[2]) - number - 1
            continue
        if header := _HEADER.match(line):
            blocks.append(Block(kind, name, tuple(lines)))
            kind, name, lines = header[1], header[2] or "", []
        elif kind in _ASKED and not name and (found := _ID.match(line)):
            name = found[1]
        lines.append((Place(at, number + offset), line))
    return [*blocks, Block(kind, name, tuple(lines))]
