"""`python -m reqa` is the `reqa` command."""

from reqa.cli import main

main()
