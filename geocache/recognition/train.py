"""Learn the weights of recognition: ``python -m geocache.recognition.train CORPUS...``."""

import sys

if __name__ == "__main__":
    from geocache.training.program import main

    sys.exit(main(sys.argv[1:]))
