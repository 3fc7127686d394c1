"""The exceptions of this package.

Every error is a `CommDNError`; where Python has a class for the case (`TimeoutError`,
`ConnectionError`, `ValueError`), the error is one of these too. `retryable` tells whether the
same call may do better later, and repeating it does no harm. Messages are one line that a terminal
only shows, whatever texts of servers and files they quote.
"""

from __future__ import annotations

from ._error import *
from ._generated.errors import *
