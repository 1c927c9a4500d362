"""`python -m pipeline`."""

import os
import sys

from pipeline.cli import main

if __name__ == "__main__":
    try:
        main()
        status: object = 0
    except SystemExit as ended:
        status = ended.code
    if status is None or isinstance(status, int):
        # The kernel frees what the stages held at once; Python would take half a second.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status or 0)
    sys.exit(str(status))
