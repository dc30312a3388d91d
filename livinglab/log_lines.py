"""What stands in a log is read by many: the keys in addresses of letters are left out."""

import logging
import re

# The part of an address that opens something for whoever knows it, without signing in.
KEYS = re.compile(
    r"(/(?:promises/answer|me/unsubscribe|me/invitation|surveys/r|surveys/kiosk)/)[^/?\s]+"
)


class HideKeys(logging.Filter):
    """Django notes the address of each refused request, also where its key is a good one."""

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        if KEYS.search(line):
            record.msg, record.args = KEYS.sub(r"\1…", line), ()
        return True
