"""Learn the weights of themes: ``python -m dashboard.annotate.themes.train [PASSAGES]``."""

import sys

if __name__ == "__main__":
    try:
        from dashboard.annotate.themes.program import main
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "scipy":
            raise
        sys.exit("error: learning needs scipy; install it with: pip install 'sitmap[train]'")
    sys.exit(main(sys.argv[1:]))
