"""`python -m pipeline` is the command `annex`."""

from pipeline.cli import main

main()
