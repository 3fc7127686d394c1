"""The groups in which a page of help shows options, in their order.

An option says to which it belongs by `rich_help_panel`; one that says nothing is among the command's own.
"""

from __future__ import annotations

__all__ = ["CONNECTION", "DIALLING", "FILES", "FLEET", "NUMBERS", "OUTPUT", "PANELS", "SENDING"]

DIALLING = "Dialling"
FILES = "Reading the file"
NUMBERS = "Numbers"
SENDING = "Sending"
OUTPUT = "Output"
CONNECTION = "Connection"
FLEET = "Fleet"

PANELS = (DIALLING, FILES, NUMBERS, SENDING, FLEET, OUTPUT, CONNECTION)
