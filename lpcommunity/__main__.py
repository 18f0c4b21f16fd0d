"""`python -m lpcommunity` is `lpcommunity`."""

from lpcommunity.cli import main

if __name__ == "__main__":
    main()
