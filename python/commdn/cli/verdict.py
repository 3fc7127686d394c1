"""Why OCS does not answer, by the local copy of the directory, for a command that ends so.

The copy is read only then; whose it is and how old is told with the reason, for it may be another centre's.
"""

from __future__ import annotations

import typer

from ..errors import CommDNNoAnswer
from .local_copy import age_in_words, copy_at
from .settings import connection_in_use

__all__ = ["with_reason"]


def with_reason(error: CommDNNoAnswer) -> str:
    """The error's text, and the reason if the copy tells one."""
    connection = connection_in_use()
    if error.verdict is not None or connection is None:
        return str(error)
    copy = copy_at(connection.directory)
    if copy is None:
        return str(error)
    from ..doctor import Situation, examine, silence

    site = Situation(connection.dn, connection.app_dbid, connection.ocs_dbid, connection.application)
    try:
        directory = copy.directory
    except typer.BadParameter:
        # A copy that cannot be read tells nothing; the commands that need it say so.
        return str(error)
    reason = silence(examine(site.use(directory)))
    if reason is None:
        return str(error)
    whose = "" if directory.source is None else f" of {directory.source}"
    age = "" if directory.fetched is None else f", {age_in_words(directory.fetched)} old,"
    return f"{error} The local copy of the directory{whose}{age} tells why: {reason}"
