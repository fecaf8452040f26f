"""``python -m zicha.cli`` does what ``zicha`` does."""

from zicha.cli.main import main

main()
