"""Learn the weights of recognition: ``python -m geocache.training.recognition.train CORPUS...``."""

import sys

if __name__ == "__main__":
    try:
        from geocache.training.recognition.program import main
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "scipy":
            raise
        sys.exit("error: learning needs scipy; install it with: pip install 'sitmap[train]'")
    sys.exit(main(sys.argv[1:]))
