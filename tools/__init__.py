"""What makes data files and measures changes; not installed."""

import os

# As the command line does: the small products of a language model cost twice the processor time on two threads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
