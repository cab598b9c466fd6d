"""`python -m followup` is the command `followup`."""

from followup.cli.start import main

if __name__ == "__main__":
    main()
