"""`python -m training.attribution`: see `training.attribution.drive`, whose functions processes of their own can import."""

import sys

from training.attribution.drive import main

if __name__ == "__main__":
    sys.exit(main())
