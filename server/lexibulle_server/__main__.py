"""`python -m lexibulle_server` is `lexibulle`."""

import sys

from lexibulle_server.cli import main

sys.exit(main())
