"""`python -m quality` is `quality.run`."""

import sys

from quality.run import main

sys.exit(main())
